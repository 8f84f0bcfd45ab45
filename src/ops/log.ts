// The log, by LogTape: to standard error, as pretty lines for people or one JSON object a line for
// programs. Says what happened to connections, never what was said on them.

import { configure, getLogger, type LogRecord } from "@logtape/logtape";
import { atMost } from "../at_most.ts";
import { systemClock as clock } from "../clock.ts";
import type { Config } from "../config.ts";
import { LOG_FLUSH_MS } from "../limits.ts";
import type { Log, LogFields } from "../log.ts";
import { escapeUnsafe } from "../sanitize.ts";
import { withoutHosts } from "./anonymous.ts";
import { LogPipe } from "./log_pipe.ts";

/** An open log. */
export interface LogWriter extends Log {
  /** Resolves when all is written, or after LOG_FLUSH_MS. Nothing can be logged after. */
  close(): Promise<void>;
}

export type LogOptions = Pick<Config, "log" | "logLevel" | "logAnonymous">;

/** Sends log records to standard error from now on, in the format and from the level that are set. */
export async function openLog({ log, logLevel, logAnonymous }: LogOptions): Promise<LogWriter> {
  const pipe = new LogPipe(Deno.stderr);
  const render = FORMATTERS[log];
  const sinks = log === "off" ? [] : ["stderr"];
  const shown = logAnonymous ? withoutHosts : (fields: LogFields = {}) => fields;
  await configure({
    sinks: { stderr: (record: LogRecord) => pipe.push(render(record)) },
    loggers: [
      { category: "netchat", sinks, lowestLevel: LEVELS[logLevel] },
      { category: ["logtape", "meta"], sinks: [] },
    ],
  });
  const logger = getLogger("netchat");
  return {
    debug: (event, fields) => logger.debug(event, { ...shown(fields) }),
    info: (event, fields) => logger.info(event, { ...shown(fields) }),
    warn: (event, fields) => logger.warn(event, { ...shown(fields) }),
    error: (event, fields) => logger.error(event, { ...shown(fields) }),
    async close() {
      const dropped = pipe.dropped;
      if (dropped > 0) logger.warn("log lines dropped", { lines: dropped });
      await atMost(pipe.flush(), { clock, ms: LOG_FLUSH_MS, late: null });
    },
  };
}

/** LogTape's word for each of ours. */
const LEVELS = { debug: "debug", info: "info", warn: "warning", error: "error" } as const;

const FORMATTERS: Readonly<Record<Config["log"], (record: LogRecord) => string>> = {
  json: toJson,
  pretty: toPretty,
  off: () => "",
};

function toJson(record: LogRecord): string {
  const { timestamp, level, rawMessage, properties } = record;
  const time = new Date(timestamp).toISOString();
  return escapeUnsafe(JSON.stringify({ time, level, event: rawMessage, ...properties })) + "\n";
}

function toPretty({ timestamp, level, rawMessage, properties }: LogRecord): string {
  const time = new Date(timestamp).toISOString().slice(11, 19);
  return escapeUnsafe(`${time} ${level} ${rawMessage}${pairs(properties)}`) + "\n";
}

function pairs(fields: LogFields): string {
  return Object.entries(fields).map(([key, value]) => ` ${key}=${JSON.stringify(value)}`).join("");
}
