/** The cookies that keep people of a web application signed in, by name. */
export interface SignInCookies {
  /** With a token, as of `Authorization`. */
  readonly access: string;
}
