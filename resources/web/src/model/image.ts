// What kind of picture some bytes are, by what they begin with and never by a name, and how large it is.
export interface Image { type: string; width: number; height: number }

const endings = /\.(png|apng|jpe?g|jpe|gif|webp|bmp|ico)$/i;
/** As many as the desktop app decodes. */
export const mostPixels = 64 << 20;

/** Files that get the room of a picture before anybody knows what they hold. */
export function hasImageName(path: string): boolean {
  return endings.test(path);
}

function jpegSize(view: DataView): [number, number] | undefined {
  for (let at = 2; at + 9 < view.byteLength;) {
    if (view.getUint8(at) !== 0xff) return undefined;
    const marker = view.getUint8(at + 1);
    if (marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker)) return [view.getUint16(at + 7), view.getUint16(at + 5)];
    const isAlone = marker === 0xff || marker === 0x01 || (marker >= 0xd0 && marker <= 0xd9);
    at += marker === 0xff ? 1 : isAlone ? 2 : 2 + view.getUint16(at + 2);
  }
  return undefined;
}

function webpSize(view: DataView, kind: string): [number, number] | undefined {
  const three = (at: number) => view.getUint16(at, true) | view.getUint8(at + 2) << 16;
  if (kind === 'VP8X') return [three(24) + 1, three(27) + 1];
  if (kind === 'VP8 ') return [view.getUint16(26, true) & 0x3fff, view.getUint16(28, true) & 0x3fff];
  if (kind !== 'VP8L') return undefined;
  const bits = view.getUint32(21, true);
  return [(bits & 0x3fff) + 1, (bits >>> 14 & 0x3fff) + 1];
}

/** undefined: no picture that a page shows. SVG is none of them: it is a document, and the diff has its text. */
export function imageOf(bytes: Uint8Array): Image | undefined {
  if (bytes.length < 30) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const word = (at: number, length: number) => String.fromCharCode(...bytes.subarray(at, at + length));
  const image = (type: string, size: [number, number] | undefined) => size && {type: `image/${type}`, width: size[0], height: size[1]};
  if (word(0, 8) === '\x89PNG\r\n\x1a\n') return image('png', [view.getUint32(16), view.getUint32(20)]);
  if (/^GIF8[79]a$/.test(word(0, 6))) return image('gif', [view.getUint16(6, true), view.getUint16(8, true)]);
  if (word(0, 3) === '\xff\xd8\xff') return image('jpeg', jpegSize(view));
  if (word(0, 4) === 'RIFF' && word(8, 4) === 'WEBP') return image('webp', webpSize(view, word(12, 4)));
  if (word(0, 2) === 'BM') return image('bmp', [view.getUint32(18, true), Math.abs(view.getInt32(22, true))]);
  if (word(0, 4) === '\0\0\x01\0') return image('x-icon', [bytes[6] || 256, bytes[7] || 256]);
  return undefined;
}
