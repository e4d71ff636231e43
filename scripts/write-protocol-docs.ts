/**
 * Writes docs/protocol.md from the tables in src-shared/protocol, or with --check says whether the
 * file is stale. The document is never edited by hand.
 */
import { readFile, writeFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { z } from 'zod'
import { COMMON_FAILURES, errorCodes } from '#shared/protocol/errors.ts'
import { events } from '#shared/protocol/events.ts'
import { fileRoutes, httpRoutes } from '#shared/protocol/http.ts'
import { PROTOCOL_VERSION } from '#shared/protocol/limits.ts'
import { requests } from '#shared/protocol/requests.ts'
import { limitsTable } from './lib/limits-table.ts'

const FILE = resolve(import.meta.dirname, '../docs/protocol.md')

type JsonSchema = {
  type?: string
  const?: unknown
  enum?: unknown[]
  description?: string
  properties?: Record<string, JsonSchema>
  required?: string[]
  items?: JsonSchema
  anyOf?: JsonSchema[]
  oneOf?: JsonSchema[]
  default?: unknown
  minimum?: number
  maximum?: number
  minLength?: number
  maxLength?: number
  format?: string
}

const jsonSchemaOf = (schema: z.ZodType, io: 'input' | 'output'): JsonSchema =>
  z.toJSONSchema(schema, { io, unrepresentable: 'any', reused: 'inline' }) as JsonSchema

/** A schema in one short phrase, as in "string, at most 8000 characters". */
function phraseFor(schema: JsonSchema): string {
  const options = schema.anyOf ?? schema.oneOf
  if (options) return options.map(phraseFor).join(' or ')
  if (schema.const !== undefined) return `\`${JSON.stringify(schema.const)}\``
  if (schema.enum) return schema.enum.map((value) => `\`${JSON.stringify(value)}\``).join(' or ')
  if (schema.type === 'array')
    return `array of ${schema.items ? phraseFor(schema.items) : 'anything'}`
  if (schema.type === 'object' && schema.properties) {
    return `{ ${Object.keys(schema.properties).join(', ')} }`
  }
  const limit = limitOf(schema)
  return `${schema.format ?? schema.type ?? 'anything'}${limit}`
}

function limitOf({ maxLength, minimum, maximum }: JsonSchema): string {
  if (maxLength !== undefined) return `, at most ${maxLength} characters`
  const hasMaximum = maximum !== undefined && maximum < Number.MAX_SAFE_INTEGER
  const hasMinimum = minimum !== undefined && minimum > Number.MIN_SAFE_INTEGER
  if (hasMinimum && hasMaximum) return `, ${minimum} to ${maximum}`
  if (hasMinimum) return `, at least ${minimum}`
  return ''
}

function fieldsOf(schema: JsonSchema): string[] {
  const variants = schema.anyOf ?? schema.oneOf
  if (variants) {
    return variants.flatMap((variant, index) => [
      ...(index === 0 ? [] : ['', 'or', '']),
      ...fieldsOf(variant),
    ])
  }
  if (schema.type === 'array' && schema.items?.properties) {
    return ['An array of:', '', ...fieldsOf(schema.items)]
  }
  if (!schema.properties) return [phraseFor(schema)]
  const rows = Object.entries(schema.properties).map(([name, field]) => {
    const optional = schema.required?.includes(name) ? '' : ' (optional)'
    const fallback = field.default === undefined ? '' : `, default ${JSON.stringify(field.default)}`
    return `| \`${name}\`${optional} | ${phraseFor(field)}${fallback} | ${field.description ?? ''} |`
  })
  if (rows.length === 0) return ['Nothing.']
  return ['| field | form | meaning |', '| --- | --- | --- |', ...rows]
}

function requestSection(name: keyof typeof requests): string[] {
  const row = requests[name]
  const failures = [...new Set([...row.failures, ...COMMON_FAILURES])]
    .map((code) => `\`${code}\``)
    .join(', ')
  return [
    `### \`${name}\``,
    '',
    row.doc,
    '',
    '**Payload**',
    '',
    ...(row.input === null ? ['None.'] : fieldsOf(jsonSchemaOf(row.input, 'input'))),
    '',
    '**Ack**: `{ ok: true, … }` with',
    '',
    ...fieldsOf(jsonSchemaOf(row.reply, 'output')),
    '',
    `**Failures**: ${failures}`,
    '',
  ]
}

function eventSection(name: keyof typeof events): string[] {
  const row = events[name]
  return [
    `### \`${name}\``,
    '',
    row.doc,
    '',
    '**Payload**',
    '',
    ...fieldsOf(jsonSchemaOf(row.payload, 'output')),
    '',
  ]
}

function document(): string {
  const routes = Object.entries(httpRoutes)
  return [
    '# Wire protocol',
    '',
    '<!-- Written by `npm run docs` from src-shared/protocol. Do not edit by hand. -->',
    '',
    `Version ${PROTOCOL_VERSION}. Any Socket.IO 4 client can speak it; payloads may carry more fields than named`,
    'here, never fewer.',
    '',
    '## What every request gets',
    '',
    '- An ack, when the client gave a callback: `{ ok: true, … }` or',
    '  `{ ok: false, error: { code, message, retryAfter? } }`. Without a callback a failure arrives as the',
    '  event `error`. Never silence, never a stack trace.',
    '- An acknowledged message is stored: it survives a crash of the server.',
    '- Limits (below) leave room for any real use. Over one of requests: `rate-limited` with `retryAfter` in',
    '  milliseconds, and the session goes on.',
    '- Names: 2 to 20 characters after trimming; letters and digits of any script, space, `_`, `-`; unique',
    '  among the people who are here, and kept for the person by whom it is protected, regardless of case and',
    '  look-alike characters.',
    '',
    '## Connecting',
    '',
    'Socket.IO on the default path. `auth: { token }` with the token of an earlier `room:join` makes the',
    'session the same person again; without it the session has no identity until it joins a room.',
    '',
    'A server may need a password, which `/api/info` tells: then `auth: { token, password }`, with a token as',
    'well as without. A connection that is refused gets `connect_error` with `data: { code, message }`:',
    '`password-required` (none, or a wrong one), `banned` (with `until`, or null for ever), `rate-limited`',
    '(with `retryAfter`), `unavailable`.',
    '',
    'A session with a name hears `people:changed` of everybody else. Somebody who is `invisible` looks as if',
    'they had left, in every event and list; what they say, type, react to and have read is seen.',
    '',
    '## Calls',
    '',
    '`call:request` makes all devices of the other one ring (`call:incoming`). One of them answers with',
    '`call:accept` or `call:reject`; the device that called hears `call:accepted` and sends `webrtc:offer`,',
    'the other one `webrtc:answer`, both `webrtc:ice`. Either one ends it with `call:end`. A call that nobody',
    'answers, whose media does not flow in time, or of which a device is gone for too long is ended by the',
    'server. Each change is told to all devices of both people as `call:changed`, with the whole call; the',
    'live one is also in the answer to `room:join`. A device that was in it before it lost its connection',
    'says `call:resume`. Whatever came of it is one message of type `call` in the conversation of the two, and',
    'in `calls:list`.',
    '',
    '## Limits',
    '',
    ...limitsTable(),
    '',
    '## Client to server',
    '',
    ...(Object.keys(requests) as (keyof typeof requests)[]).flatMap(requestSection),
    '## Server to client',
    '',
    ...(Object.keys(events) as (keyof typeof events)[]).flatMap(eventSection),
    '## HTTP',
    '',
    ...routes.flatMap(([path, route]) => [
      `### \`GET ${path}\``,
      '',
      route.doc,
      '',
      ...fieldsOf(jsonSchemaOf(route.reply, 'output')),
      '',
    ]),
    ...Object.entries(fileRoutes).flatMap(([route, { doc, answer }]) => [
      `### \`${route}\``,
      '',
      doc,
      '',
      ...(typeof answer === 'string' ? [answer] : fieldsOf(jsonSchemaOf(answer, 'output'))),
      '',
    ]),
    '## Error codes',
    '',
    '| code | meaning |',
    '| --- | --- |',
    ...Object.entries(errorCodes).map(([code, meaning]) => `| \`${code}\` | ${meaning} |`),
    '',
  ].join('\n')
}

const text = document()
if (process.argv.includes('--check')) {
  const current = await readFile(FILE, 'utf8').catch(() => '')
  if (current.replaceAll('\r\n', '\n') !== text) {
    console.error('docs/protocol.md is stale: run "npm run docs".')
    process.exitCode = 1
  }
} else {
  await writeFile(FILE, text)
}
