/** A form in parts as a browser sends it: its files last, each of which holds what the list of them says. */
export const formOf = async (
  fields: object,
): Promise<{
  readonly headers: Readonly<Record<string, string>>;
  readonly content: Uint8Array;
}> => {
  const form = new FormData();
  const { attachments, ...others } = fields as Readonly<Record<string, unknown>>;
  for (const [name, value] of Object.entries(others)) {
    for (const one of [value].flat()) form.append(name, String(one));
  }
  if (Array.isArray(attachments)) {
    for (const text of attachments as readonly string[]) {
      form.append('attachments', new File([text], 'a.txt'));
    }
  } else if (typeof attachments === 'string') form.append('attachments', attachments);
  const encoded = new Response(form);
  const type = encoded.headers.get('content-type') ?? '';
  return { headers: { 'content-type': type }, content: await encoded.bytes() };
};
