// Every number that bounds something and is no flag, with its unit and why it is what it is.
// Numbers an operator may change live in config.ts, beside their flags.

/** Longest run of bytes without a newline before the connection is closed. Room for the longest --max-line. */
export const MAX_UNFINISHED_BYTES = 64 * 1024;

/** Longest message on a WebSocket, in bytes: the longest line of the default --max-line, twice over for its JSON. */
export const MAX_MESSAGE_BYTES = 8192;

/**
 * Of a request on the web port: how long its head may take, in milliseconds, and its bytes; how long its answer
 * may take to be read. And how many connections may be there that neither chat nor follow a room, so that
 * those who just hold them keep nobody out: beyond it the oldest is cut.
 */
export const HEAD_MS = 10_000;
export const MAX_HEAD_BYTES = 8192;
export const ANSWER_MS = 60_000;
export const MAX_STRANGERS = 1000;

/**
 * Requests on one connection that are answered at once, and how many a second after that: a page asks for five,
 * and a proxy may have one connection for many pages. Somebody who asks without a pause would slow the chat down.
 */
export const REQUESTS_AT_ONCE = 20;
export const REQUESTS_PER_SECOND = 50;

/** How often a WebSocket is asked whether anybody is there, in milliseconds, and how often in vain before it is cut. */
export const PING_MS = 30_000;
export const UNANSWERED_PINGS = 2;

/** Bytes read at a time, and the size that a busy connection's buffer grows to. Idle connections hold the first. */
export const READ_BYTES = 512;
export const BUSY_READ_BYTES = 4096;

/**
 * How long the first bytes may take before the server speaks first, in milliseconds. A browser or a TLS
 * client sends at once and is told off before it becomes a user; a person at a terminal sends nothing,
 * and does not notice a tenth of a second.
 */
export const KNOCK_MS = 100;

/** Of a telnet subnegotiation: bytes that are looked at. A terminal's name has 40 at most (RFC 1091). */
export const MAX_SUBNEGOTIATION_BYTES = 64;

/** Of telnet's answers: bytes that may wait; a client that does not read them is not read from. */
export const MAX_ANSWER_BYTES = 1024;

/** Characters of an escape sequence that are looked at. The longest key we know has six. */
export const MAX_KEY_SEQUENCE = 16;

/** Lines that a telnet client can go back to, and characters in all of them: 16 KiB of memory. */
export const TYPED_LINES_KEPT = 100;
export const TYPED_CHARACTERS_KEPT = 8192;

/**
 * Columns of a terminal: of one that does not tell, and the fewest and the most that we believe. On fewer
 * there is no room for a prompt, and a keystroke may make us draw all of them.
 */
export const DEFAULT_COLUMNS = 80;
export const MIN_COLUMNS = 16;
export const MAX_COLUMNS = 512;

/** Characters that wait to be painted above a telnet client's row before its keys wait, too. */
export const MAX_UNPAINTED = 4096;

/** Bytes of what was said that are written to a telnet client at once, each in a copy of its own. */
export const WRITE_PORTION_BYTES = 16 * 1024;

/** Of what a word may become with Tab: people and rooms looked at for it, and words shown. */
export const COMPLETION_SCAN = 2000;
export const WORDS_SHOWN = 40;

/**
 * How long a program may take to say how it comes in before it is let in as a guest, in milliseconds: a page
 * on a slow line says it with its first message.
 */
export const ENTER_MS = 10_000;

/**
 * Writes started, and clients accepted, per turn of the event loop. Deno's runtime (tokio) lets a task do
 * 128 things in a turn without waiting; what is asked for beyond that goes through a queue, at twice the
 * cost, and in a storm of clients it stays there for as long as the storm goes on.
 */
export const WRITES_PER_TURN = 128;
export const ACCEPTS_PER_TURN = 24;

/** Log that waits for a slow reader of it, in bytes; beyond it lines are dropped, and counted. */
export const MAX_LOG_BACKLOG_BYTES = 1024 * 1024;

/** How long the last of the log may take to be read at the end, in milliseconds. */
export const LOG_FLUSH_MS = 500;

/** Unsent bytes over all connections, in bytes; beyond it the largest outbox is cut. */
export const MAX_TOTAL_BACKLOG_BYTES = 256 * 1024 * 1024;

/** How long a slow reader that is cut may take to accept its last words, in milliseconds. */
export const LAST_WORDS_MS = 1000;

/** How long a client may take to hang up after our last byte, in milliseconds. Closing at once would lose that byte. */
export const LINGER_MS = 500;

/** How long the last bytes of a connection may take to leave, at its end or at shutdown, in milliseconds. */
export const DRAIN_MS = 5000;

/** How long somebody may take to log in where that is required, in milliseconds. */
export const LOGIN_MS = 60_000;

/** How long a token to come back with is good after the loss, in milliseconds; and how many are kept at a time. */
export const RESUME_MS = 600_000;
export const MAX_RESUMES = 10_000;

/** How long a node may take to let go of a client that comes back on another, and how often that is looked at. */
export const RECALL_MS = 2000;
export const RECALL_LOOK_MS = 50;

/** Of those who are gone, how many are written down at once. With the longest lists of hidden people, they fit a commit. */
export const STAYS_AT_ONCE = 20;
/** How long a code that logs in a terminal is good, in milliseconds; and how often a free one is looked for. */
export const CODE_MS = 120_000;
export const CODE_TRIES = 20;

/** Back-off of the accept loop after a failure, in milliseconds: doubles from the first to the second. */
export const ACCEPT_RETRY_MIN_MS = 10;
export const ACCEPT_RETRY_MAX_MS = 1000;

/** How long a client may take to shake hands for TLS, in milliseconds: three lost packets, each sent again later. */
export const HANDSHAKE_MS = 10_000;

/** How long a proxy may take to say for whom it speaks, in milliseconds. It does so at once, from nearby. */
export const PROXY_HEADER_MS = 5000;

/**
 * Clients of one port that cannot be talked on yet: beyond it, whoever has waited longest makes room. One that
 * means well needs a second, and is not reached by fewer newcomers than this in that time. And of those that
 * shake hands, how many of one address (IPv6: /64; loopback is exempt): as many as --max-per-ip lets in.
 */
export const MAX_UNPREPARED = 4000;
export const MAX_HANDSHAKES_PER_ADDRESS = 100;

/** Longest standard input that is taken, in bytes: settings, a chain of certificates and a key are some KiB. */
export const MAX_PIPED_BYTES = 1024 * 1024;

/**
 * Connections the kernel holds for us between two accepts, for each socket that listens on a port, and how many
 * of those there are. More than Linux lets a socket hold (net.core.somaxconn, 4096) may come at once, when all
 * come back after an outage; whose SYN is dropped waits a second.
 */
export const TCP_BACKLOG = 4096;
export const LISTENING_SOCKETS = 4;

/** People in a room up to whom each arrival and departure is told by itself. */
export const CROWD = 50;

/** How often a crowd is told of arrivals and departures, in milliseconds. */
export const CROWD_NOTICE_MS = 1000;

/** Names spelled out in a summary ("* anna, bob and 41 others joined") and in /who. */
export const NAMES_IN_SUMMARY = 2;
export const NAMES_IN_WHO = 500;

/** Of each kind, those who came and went that programs are told of with one summary; and people listed on entering. */
export const NAMES_IN_BALANCE = 100;
export const MEMBERS_ON_ENTERING = 500;

/** Tokens that a command which lists things takes from the flood allowance; others take 1. */
export const LISTING_COST = 3;

/** Rooms that /rooms lists. */
export const ROOMS_IN_LIST = 100;

/** Characters in a topic, an away text and a parting text. */
export const MAX_TOPIC = 300;
export const MAX_NOTE = 200;

/** Characters in a memo, and memos that wait for one account. */
export const MAX_MEMO = 1000;
export const MAX_MEMOS = 50;

/** Rooms of which it is kept what an account saw last there. */
export const ROOMS_SEEN = 50;

/** Lines of a room that are read without coming in: each costs its rendering, whoever asks. */
export const LINES_READ = 200;

/** Lines that /find shows. */
export const LINES_FOUND = 20;

/** Rooms of which a program may say, on coming in, what it had: all that --max-rooms-per-user may let it be in. */
export const MAX_ROOMS_SEEN = 1000;

/** How often it is looked who is idle, in milliseconds; and how long before the end a guest is told. */
export const IDLE_LOOK_MS = 10_000;
export const IDLE_WARNING_MS = 60_000;

/** Addresses of which it is known how often they came in the last minute; and that minute, in milliseconds. */
export const ATTEMPTS_KEPT = 10_000;
export const ATTEMPTS_MS = 60_000;

/** Names that may be registered from one address, in how many milliseconds; and addresses of which it is known. */
export const REGISTRATIONS_PER_ADDRESS = 30;
export const REGISTRATIONS_MS = 3_600_000;
export const REGISTRANTS_KEPT = 10_000;

/** Games at once in one room and over all rooms, and of one person: what a player can follow, and memory. */
export const TABLES_PER_ROOM = 8;
export const MAX_TABLES = 2000;
export const GAMES_PER_PERSON = 4;

/** How long after a move a "!" is still taken for one, though the game is over: in milliseconds. */
export const LATE_MOVE_MS = 3_000;

/** Seats that a table ever has, those that were left included: its state and its lists of players grow by each. */
export const MAX_SEATS = 64;

/** How long a challenge, and a game that lacks players, waits for somebody; in milliseconds. */
export const CHALLENGE_MS = 60_000;
export const LACK_MS = 300_000;

/** How long a seat waits for whoever lost the connection, in milliseconds. */
export const SEAT_MS = 120_000;

/** How old games of before a restart may be to go on, in milliseconds. */
export const GAMES_KEPT_MS = 86_400_000;

/** Rows of a list of scores. */
export const SCORES_SHOWN = 10;

/** Characters of a move: the longest word and some. */
export const MAX_MOVE = 64;

/** Names one session may ignore. */
export const MAX_IGNORED = 200;

/** Bans of one room, mutes, and those barred from games: as many as an op may still look through. */
export const MAX_BANS = 200;
export const MAX_MUTES = 200;
export const MAX_BARRED = 200;

/** Ops of one room, and people invited to it. */
export const MAX_OPS = 50;
export const MAX_INVITED = 200;

/** A room's settings as JSON, in bytes: one document of the store, with room for what others add to it. */
export const MAX_SETTINGS_BYTES = 56_000;

/** Longest pause of /slow, in seconds. */
export const MAX_SLOW = 3600;

/** People and slow rooms of which it is known when they spoke there last. */
export const SPEAKERS_KEPT = 10_000;

/** Sanctions that /bans lists. With the longest reasons, what fits the smallest --max-backlog is less. */
export const BANS_IN_LIST = 50;

/** Acts that the audit keeps, shows, and shows at most. */
export const AUDIT_KEPT = 1000;
export const AUDIT_SHOWN = 20;
export const MAX_AUDIT_SHOWN = 100;

/** Reports that are kept and shown; lines of the room with each, and characters of each line. */
export const REPORTS_KEPT = 200;
export const REPORTS_SHOWN = 10;
export const REPORT_LINES = 5;
export const REPORT_LINE_LENGTH = 200;

/** Entries added to a ledger, audit or reports, before the oldest beyond what it keeps are deleted. */
export const LEDGER_TRIM = 50;

/** Of a document: bytes of its key's words and of its JSON. Deno KV takes values of 64 KiB. */
export const MAX_DOCUMENT_KEY_BYTES = 400;
export const MAX_DOCUMENT_BYTES = 60_000;

/** Of one commit: changes, and bytes of JSON in all. Deno KV takes 800 KiB at once, keys included. */
export const MAX_CHANGES = 100;
export const MAX_COMMIT_BYTES = 500_000;

/** Times that a change of a document is tried while others change it. */
export const SETTINGS_TRIES = 20;

/** Times that a commit is tried while other processes write. Six that wrote without a pause took five. */
export const STORE_TRIES = 20;

/** Lines beyond what a room keeps, or as many as it keeps if that is more, before the oldest are deleted. */
export const TRIM_AFTER_LINES = 100;

/** Rooms whose lines are counted for that. Beyond it counting starts anew, which costs a trim a room. */
export const ROOMS_COUNTED = 10_000;

/** Lines read at a time where all of a room are gone through. */
export const HISTORY_PAGE = 500;

/** Lines written to history at once, and how long the first of them may wait, in milliseconds. */
export const HISTORY_BATCH = 500;
export const HISTORY_BATCH_MS = 250;

/**
 * Lines that wait while the store fails; beyond it the oldest are dropped. 40 MB, if each were as long as
 * the default --max-line lets it be.
 */
export const HISTORY_QUEUE = 10_000;

/**
 * How long the last lines may take to be kept, in milliseconds: at shutdown, where clients have had DRAIN_MS
 * before, and before an account is forgotten.
 */
export const HISTORY_FLUSH_MS = 2000;

/** Back-off after the store failed, in milliseconds: doubles from the first to the second. */
export const HISTORY_RETRY_MIN_MS = 250;
export const HISTORY_RETRY_MAX_MS = 10_000;

/** Shortest token of the ops port, in characters. */
export const MIN_TOKEN = 16;

/** Of a request to the ops port: bytes of its body, as a long certificate chain needs, and how long it may take. */
export const MAX_OPS_BODY_BYTES = 256 * 1024;
export const OPS_BODY_MS = 10_000;

/** Seconds left at which everybody is reminded that the server goes down, and the longest such countdown. */
export const DRAIN_REMINDERS: readonly number[] = [1800, 900, 300, 60, 30, 10, 5];
export const MAX_DRAIN_SECONDS = 3600;

/** How long what people are in the middle of may take to be kept once they are gone, in milliseconds. */
export const SAVE_MS = 2000;

/** How long refused connections are counted before they are summed up in the log, in milliseconds. */
export const REFUSALS_MS = 1000;

/** How often it is seen how late the event loop is, in milliseconds. */
export const LOOP_DELAY_MS = 500;

/** Of so many facts, the time that one takes is measured: knowing it better is not worth a line's time. */
export const BUS_SAMPLE = 16;

/** How long the store may take to answer before we call ourselves not ready, in milliseconds. */
export const READY_MS = 2000;

/** How long a worker may take to say how it is, in milliseconds. */
export const SAMPLE_MS = 5000;

/** How long NATS may take to answer before the link counts as lost, in milliseconds. */
export const NATS_REPLY_MS = 3000;

/** How often a silent connection to NATS is tried, and how soon a lost one is made anew, in milliseconds. */
export const NATS_PING_MS = 10_000;
export const RECONNECT_MS = 500;

/** How long NATS may pause in the middle of what it was asked to read, in milliseconds. */
export const READ_IDLE_MS = 5000;

/**
 * Messages that NATS keeps of each room at least, so that a node whose link was cut finds what it missed,
 * however few lines a room is to show; and for how long it keeps them, in milliseconds.
 */
export const MESSAGES_KEPT = 10_000;
export const MESSAGES_KEPT_MS = 90 * 24 * 3_600_000;

/** Bytes of one message in NATS: a fraction of --max-backlog, as all of it reaches people at once. */
export const MAX_PARCEL_BYTES = 64 * 1024;

/** How long a change of several documents may take before others end it, and how often they look; in milliseconds. */
export const TRANSACTION_MS = 2000;
export const TRANSACTION_POLL_MS = 20;

/** What waits while NATS is away: lines, and bytes of JSON. Beyond either, lines are refused. */
export const MAX_WAITING_LINES = 10_000;
export const MAX_WAITING_BYTES = 16 * 1024 * 1024;

/** How soon a message that NATS did not take is sent again, in milliseconds: doubles from the first to the second. */
export const RESEND_MS = 100;
export const RESEND_MAX_MS = 5000;

/** How often a node says that it is alive, in milliseconds; and how many beats it may miss: 10 s in all. */
export const BEAT_MS = 2000;
export const BEATS_MISSED = 5;

/** How long a node that comes waits for more of who is there, in milliseconds. */
export const HELLO_MS = 5000;

/** People in one message of those: with the longest names and in all the rooms they may be in, what fits one. */
export const PEOPLE_PER_PART = 100;

/** How long the link may be away before people are told, in milliseconds: a restart of NATS need not be seen. */
export const LINK_GRACE_MS = 1500;

/** After how long what was said in private to people of a node that is gone is deleted, in milliseconds. */
export const GONE_FOR_GOOD_MS = 600_000;

/**
 * Bytes that a node takes from NATS in how many milliseconds: 6 MB a second, more than people say. What an outage
 * has held up would else reach everybody at once, and cut all as slow readers.
 */
export const PACE_BYTES = 64 * 1024;
export const PACE_MS = 10;
