// Made by build.mjs from resources/docs.
declare module 'mergeloom:guides' {
  /** `text` is Markdown, without the heading that is `title`. */
  export interface Guide { name: string; title: string; text: string }
  const guides: Guide[];
  export default guides;
}
