/** Packs an npm package as a `.tgz`, so that package managers can install what this installation serves. */
import { gzipSync } from "node:zlib";

type Packed = { path: string; content: Buffer; mode: number };

const BLOCK = 512;
// The fixed time that npm uses, so that the same files always make the same package.
const PACKED_AT = 499_162_500;

/** Packs regular files in the format that POSIX calls ustar. Paths have at most 92 characters. */
export function pack(files: readonly Packed[]): Buffer {
  const parts = files.flatMap(({ path, content, mode }) => [
    header(`package/${path}`, content.length, mode),
    content,
    Buffer.alloc((BLOCK - (content.length % BLOCK)) % BLOCK),
  ]);
  return gzipSync(Buffer.concat([...parts, Buffer.alloc(2 * BLOCK)]), { level: 9 });
}

function header(path: string, size: number, mode: number): Buffer {
  if (Buffer.byteLength(path) > 100) throw new Error(`${path} is too long for a package.`);
  const block = Buffer.alloc(BLOCK);
  const octal = (value: number, length: number) => `${value.toString(8).padStart(length - 1, "0")}\0`;
  block.write(path, 0);
  block.write(octal(mode, 8), 100);
  block.write(octal(0, 8), 108);
  block.write(octal(0, 8), 116);
  block.write(octal(size, 12), 124);
  block.write(octal(PACKED_AT, 12), 136);
  // The checksum is the sum of all bytes, with its own field as blanks.
  block.write(" ".repeat(8), 148);
  // Type 0 is a regular file.
  block.write("0", 156);
  block.write("ustar\x0000", 257);
  const sum = block.reduce((total, byte) => total + byte, 0);
  block.write(`${sum.toString(8).padStart(6, "0")}\0 `, 148);
  return block;
}
