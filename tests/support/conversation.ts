import type { Ack, RequestName } from '#shared/protocol/maps.ts'
import type { StoredMessageWire } from '#shared/protocol/wire.ts'
import type { TestClient } from './client.ts'

/** What tests about conversations say again and again. */

type Granted<Name extends RequestName> = Extract<Ack<Name>, { ok: true }>

/** Asks, and fails the test when that is refused. */
export async function ask<Name extends RequestName>(
  client: TestClient,
  name: Name,
  input: object,
): Promise<Granted<Name>> {
  const reply = await client.call(name, input as never)
  if (!reply.ok) throw new Error(`${name} was refused: ${reply.error.code}`)
  return reply as Granted<Name>
}

/** @returns the code of the refusal, or "ok" */
export async function refusalOf(
  client: TestClient,
  name: RequestName,
  input: object,
): Promise<string> {
  const reply = await client.call(name, input as never)
  return reply.ok ? 'ok' : reply.error.code
}

export async function say(
  client: TestClient,
  roomId: string,
  text: string,
  more: object = {},
): Promise<StoredMessageWire> {
  return (await ask(client, 'chat:message', { roomId, text, ...more })).message
}

/** What the client was told under this name so far. */
export const told = (client: TestClient, name: string): unknown[] =>
  client.received.filter((event) => event.name === name).map(({ payload }) => payload)
