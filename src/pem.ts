// PEM (RFC 7468): blocks of base64 between their labels. What stands between blocks is for people.

export interface PemBlock {
  /** As in "CERTIFICATE". */
  readonly label: string;
  /** All of it, with its labels. */
  readonly block: string;
}

const BLOCK = /-----BEGIN ([A-Z0-9 ]+)-----(?:(?!-----)[^])*-----END \1-----/g;

export function pemBlocks(text: string): PemBlock[] {
  return Array.from(text.matchAll(BLOCK), ([block, label = ""]) => ({ label, block }));
}

/** What stands around the blocks. */
export function withoutPem(text: string): string {
  return text.replace(BLOCK, "");
}
