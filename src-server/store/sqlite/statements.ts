import type Database from 'libsql'

export type Statements = ReturnType<typeof createStatements>

/**
 * Prepared statements as functions.
 *
 * Every read uses `all`, never `get`: the binding's `get` leaves the statement unfinished, and an
 * unfinished read makes the next COMMIT fail.
 */
export function createStatements(database: Database.Database) {
  return {
    query: <Row>(sql: string) => {
      const statement = database.prepare(sql)
      return (...values: unknown[]) => statement.all(...values) as Row[]
    },
    command: (sql: string) => {
      const statement = database.prepare(sql)
      return (...values: unknown[]): void => {
        statement.run(...values)
      }
    },
  }
}
