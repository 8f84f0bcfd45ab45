// Telnet's numbers: commands (RFC 854, 855) and the options that are spoken here. Data only.

/** Commands, each after an IAC. */
export const EOF = 236;
export const SE = 240;
export const NOP = 241;
export const IP = 244;
export const AYT = 246;
export const EC = 247;
export const EL = 248;
export const SB = 250;
export const WILL = 251;
export const WONT = 252;
export const DO = 253;
export const DONT = 254;
export const IAC = 255;

/** 8-bit text both ways (RFC 856): some clients strip the eighth bit without it, and UTF-8 with it. */
export const BINARY = 0;
/** Whoever has it shows what is typed (RFC 857). */
export const ECHO = 1;
/** Without it one end speaks at a time; with ECHO it is what makes clients send each key (RFC 858). */
export const SUPPRESS_GO_AHEAD = 3;
/** The terminal's name (RFC 1091), and in its subnegotiation: "it is", "tell it". */
export const TERMINAL_TYPE = 24;
export const IS = 0;
export const SEND = 1;
/** The window's size (RFC 1073). */
export const WINDOW_SIZE = 31;
