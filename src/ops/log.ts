// The log, by LogTape: to standard error, as pretty lines for people or one JSON object a line for
// programs. Says what happened to connections, never what was said on them.

import { configure, dispose, getLogger, getStreamSink, type LogRecord } from "@logtape/logtape";
import type { LogFormat } from "../config.ts";
import type { Log, LogFields } from "../log.ts";
import { escapeUnsafe } from "../sanitize.ts";

/** Sends log records to standard error in `format` from now on. */
export async function openLog(format: LogFormat): Promise<Log> {
  const sinks = format === "off" ? [] : ["stderr"];
  await configure({
    sinks: { stderr: getStreamSink(Deno.stderr.writable, { formatter: FORMATTERS[format] }) },
    loggers: [
      { category: "netchat", sinks, lowestLevel: "info" },
      { category: ["logtape", "meta"], sinks: [] },
    ],
  });
  const logger = getLogger("netchat");
  return {
    info: (event, fields) => logger.info(event, { ...fields }),
    warn: (event, fields) => logger.warn(event, { ...fields }),
    error: (event, fields) => logger.error(event, { ...fields }),
  };
}

/** Writes what is waiting. Nothing can be logged after. */
export async function closeLog(): Promise<void> {
  await dispose();
}

const FORMATTERS: Readonly<Record<LogFormat, (record: LogRecord) => string>> = {
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
