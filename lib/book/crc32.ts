/**
 * CRC-32 (IEEE 802.3, reflected, polynomial 0xEDB88320), eight bytes at a time by the tables of "slicing by 8". It notices every change of up to 32 bits in a row,
 * and any other with a chance of four billion to one: made for a disk's slips, not against somebody who means harm.
 *
 * @returns an unsigned 32-bit number; of no bytes 0
 */
export function crc32(bytes: Uint8Array, before = 0): number {
  let crc = ~before
  let at = 0
  const whole = bytes.length - (bytes.length % 8)
  for (; at < whole; at += 8) {
    const low = crc ^ (bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16) | (bytes[at + 3]! << 24))
    crc = t7[low & 255]! ^ t6[(low >>> 8) & 255]! ^ t5[(low >>> 16) & 255]! ^ t4[low >>> 24]!
      ^ t3[bytes[at + 4]!]! ^ t2[bytes[at + 5]!]! ^ t1[bytes[at + 6]!]! ^ t0[bytes[at + 7]!]!
  }
  for (; at < bytes.length; at++) crc = t0[(crc ^ bytes[at]!) & 255]! ^ (crc >>> 8)
  return ~crc >>> 0
}

const first = Int32Array.from({ length: 256 }, (_, byte) => {
  let crc = byte
  for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1
  return crc
})
const after = (table: Int32Array): Int32Array => table.map(crc => first[crc & 255]! ^ (crc >>> 8))

const t0 = first
const t1 = after(t0)
const t2 = after(t1)
const t3 = after(t2)
const t4 = after(t3)
const t5 = after(t4)
const t6 = after(t5)
const t7 = after(t6)
