/** What a file is, as its bytes tell. */
export interface FileType {
  /** A MIME type. */
  readonly mime: string;
  /** What names of such files end with, without the dot. */
  readonly extension: string;
}

/** Tells files by what is in them, whatever they are called. */
export interface FileTypes {
  /** How many bytes from the beginning of a file it needs to see, at most. */
  readonly needed: number;
  /** `null` for what it does not know, and for no bytes. Never throws, and takes no longer for bytes that are made to mislead. */
  of(beginning: Uint8Array): Promise<FileType | null>;
}
