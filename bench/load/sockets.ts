// TCP sockets of the kernel itself, by libc and epoll: one thread, one buffer, one system call a read.
// Deno's own sockets cost a promise and a buffer for each read, which is fine for a server and too dear
// for a load that must not be what is measured. Linux only, like /proc, on which the figures rest.

const lib = Deno.dlopen("libc.so.6", {
  socket: { parameters: ["i32", "i32", "i32"], result: "i32" },
  connect: { parameters: ["i32", "buffer", "u32"], result: "i32" },
  setOption: {
    name: "setsockopt",
    parameters: ["i32", "i32", "i32", "buffer", "u32"],
    result: "i32",
  },
  recv: { parameters: ["i32", "buffer", "usize", "i32"], result: "i32" },
  send: { parameters: ["i32", "buffer", "usize", "i32"], result: "i32" },
  close: { parameters: ["i32"], result: "i32" },
  epollCreate: { name: "epoll_create1", parameters: ["i32"], result: "i32" },
  epollControl: { name: "epoll_ctl", parameters: ["i32", "i32", "i32", "buffer"], result: "i32" },
  epollWait: { name: "epoll_wait", parameters: ["i32", "buffer", "i32", "i32"], result: "i32" },
});
const c = lib.symbols;

const AF_INET = 2;
const SOCK_STREAM = 1;
const SOCK_NONBLOCK = 0o4000;
const SOL_SOCKET = 1;
const SO_RCVBUF = 8;
const IPPROTO_TCP = 6;
const TCP_NODELAY = 1;
const TCP_MAXSEG = 2;
const MSG_NOSIGNAL = 0x4000;
const ADD = 1;
const CHANGE = 3;

/** What to wait for, and what happened; errors and hang-ups are told unasked. */
export const READABLE = 1;
export const WRITABLE = 4;
export const FAILED = 8 | 16;

const EVENTS_AT_ONCE = 512;
/** 32-bit words of a struct epoll_event, which is packed on this one architecture. */
const EVENT_WORDS = Deno.build.arch === "x86_64" ? 3 : 4;

export interface Target {
  readonly port: number;
  /** What events name the socket by. */
  readonly id: number;
  /** Buffers as between machines; see makeNarrow(). */
  readonly narrow: boolean;
}

export class Sockets {
  readonly #epoll = c.epollCreate(0);
  readonly #events = new Int32Array(EVENT_WORDS * EVENTS_AT_ONCE);
  readonly #eventBytes = new Uint8Array(this.#events.buffer);
  readonly #event = new Int32Array(EVENT_WORDS);
  readonly #eventByte = new Uint8Array(this.#event.buffer);

  /** Begins to connect to a port of 127.0.0.1. Returns the descriptor. */
  open({ port, id, narrow }: Target): number {
    const fd = c.socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
    if (fd < 0) throw new Error(`Cannot open socket "${id}": raise the limit with ulimit -n`);
    c.setOption(fd, IPPROTO_TCP, TCP_NODELAY, word(1), 4);
    if (narrow) makeNarrow(fd);
    c.connect(fd, loopback(port), 16);
    this.#control(ADD, { fd, id, events: 0 });
    return fd;
  }

  /** Whether it is connected by now: the kernel answers that to whoever connects once more. */
  isConnected(fd: number, port: number): boolean {
    return c.connect(fd, loopback(port), 16) === 0;
  }

  /** Changes what is waited for. */
  watch(fd: number, { id, events }: { id: number; events: number }): void {
    this.#control(CHANGE, { fd, id, events });
  }

  /** Calls `happened` for each socket with news, after `ms` milliseconds at most. */
  wait(ms: number, happened: (id: number, events: number) => void): void {
    const count = c.epollWait(this.#epoll, this.#eventBytes, EVENTS_AT_ONCE, ms);
    for (let at = 0; at < count * EVENT_WORDS; at += EVENT_WORDS) {
      happened(this.#events[at + EVENT_WORDS - 2] as number, this.#events[at] as number);
    }
  }

  /** Bytes received, 0 at the end, -1 if there was an error or nothing. */
  receive(fd: number, into: Uint8Array<ArrayBuffer>): number {
    return c.recv(fd, into, BigInt(into.length), 0);
  }

  /** Bytes of the first `length` that the kernel took; -1 if there was an error, or no room. */
  send(fd: number, bytes: Uint8Array<ArrayBuffer>, length: number): number {
    return c.send(fd, bytes, BigInt(length), MSG_NOSIGNAL);
  }

  close(fd: number): void {
    c.close(fd);
  }

  #control(
    operation: number,
    { fd, id, events }: { fd: number; id: number; events: number },
  ): void {
    this.#event[0] = events;
    this.#event[EVENT_WORDS - 2] = id;
    c.epollControl(this.#epoll, operation, fd, this.#eventByte);
  }
}

/**
 * Small segments and a small receive buffer. With segments of 64 KiB, as on loopback, the kernel takes
 * several megabytes for a reader who has stopped before the server notices anything.
 */
function makeNarrow(fd: number): void {
  c.setOption(fd, SOL_SOCKET, SO_RCVBUF, word(4096), 4);
  c.setOption(fd, IPPROTO_TCP, TCP_MAXSEG, word(536), 4);
}

function word(value: number): Uint8Array<ArrayBuffer> {
  return new Uint8Array(Int32Array.of(value).buffer);
}

/** A struct sockaddr_in. */
function loopback(port: number): Uint8Array<ArrayBuffer> {
  return Uint8Array.of(AF_INET, 0, port >> 8, port & 0xff, 127, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0);
}
