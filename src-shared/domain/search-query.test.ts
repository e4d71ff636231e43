import { describe, expect, test } from 'vitest'
import { boundsOfDay } from './search-days.ts'
import { parseSearch, type SearchQuery } from './search-query.ts'

const parsed = (text: string, timeZone?: string): SearchQuery => {
  const result = parseSearch(text, timeZone)
  if (!result.ok) throw new Error(result.problem)
  return result.query
}

/** Each term in one line; "*" where a word may go on. */
const termsOf = (text: string): string[] =>
  parsed(text).terms.map((term) =>
    term.map(({ word, isPrefix }) => (isPrefix ? `${word}*` : word)).join(' '),
  )

const problemOf = (text: string, timeZone?: string): string | null => {
  const result = parseSearch(text, timeZone)
  return result.ok ? null : result.problem
}

describe('words', () => {
  test('each word is one term, and only the last one may go on', () => {
    expect(termsOf('Hello  wor')).toEqual(['hello', 'wor*'])
    expect(termsOf('wor from:anna')).toEqual(['wor*'])
    expect(termsOf('hello hello x')).toEqual(['hello', 'x'])
  })

  test('what is quoted has to follow one another and ends where it ends', () => {
    expect(termsOf('"big Bad wolf"')).toEqual(['big bad wolf'])
    expect(termsOf('“big bad” “wolf')).toEqual(['big bad', 'wolf'])
    expect(termsOf("don't user_name")).toEqual(['don t', 'user name*'])
  })

  test('case, accents and width do not count', () => {
    expect(termsOf('ZOË STRASSE straße')).toEqual(['zoe', 'strasse', 'strasse*'])
    expect(termsOf('Ｆｕｌｌ ΟΔΌΣ Ёлка')).toEqual(['full', 'οδοσ', 'елка*'])
  })

  test('scripts without spaces are cut into neighbours', () => {
    expect(termsOf('日本語')).toEqual(['日本 本語'])
    expect(termsOf('日')).toEqual(['日*'])
    expect(termsOf('語 x')).toEqual(['語*', 'x'])
    expect(termsOf('"日本 語"')).toEqual(['日本 本 語*'])
    expect(termsOf('ｶﾞｷﾞ')).toEqual(['ガギ'])
  })

  test('emoji are words, whatever holds them together', () => {
    expect(termsOf('🎉 👩‍👧 🇩🇪')).toEqual(['🎉', '👩 👧', '🇩🇪*'])
  })
})

describe('filters', () => {
  test('names and rooms as they were typed', () => {
    expect(parsed('from:Anna from:"Ben K" in:#general IN:"Big room"')).toMatchObject({
      from: ['Anna', 'Ben K'],
      in: ['general', 'Big room'],
      terms: [],
    })
    expect(parsed('from:@me')).toMatchObject({ from: ['me'] })
  })

  test('kinds of content', () => {
    expect(parsed('has:link has:IMAGE').has).toEqual(['link', 'image'])
    expect(problemOf('has:pony')).toMatch(/link, file, image, voice, pin, but not "pony"/)
  })

  test('days in the time zone, neither of them included', () => {
    const query = parsed('after:2026-03-28 before:2026-03-30', 'Europe/Berlin')
    expect(query.after).toBe(Date.UTC(2026, 2, 28, 23))
    expect(query.before).toBe(Date.UTC(2026, 2, 29, 22))
    expect(parsed('before:2026-03-30 before:2026-01-01').before).toBe(Date.UTC(2026, 0, 1))
  })

  test('what a filter cannot mean is explained', () => {
    expect(problemOf('hello before:yesterday')).toMatch(/as in before:2026-01-31/)
    expect(problemOf('after:2026-02-30')).toMatch(/after:2026-01-31/)
    expect(problemOf('from: hello')).toMatch(/after "from:"/)
    expect(problemOf('from:""')).toMatch(/after "from:"/)
    expect(problemOf('x', 'Middle/Earth')).toMatch(/no time zone "Middle\/Earth"/)
  })

  test('what only looks like a filter is text, and is named', () => {
    expect(parsed('form:anna')).toMatchObject({ unknownFilters: ['form:'] })
    expect(termsOf('form:anna')).toEqual(['form anna*'])
    for (const text of ['https://parley.example', '12:30', 'std::move', 'localhost:5000']) {
      expect(parsed(text).unknownFilters, text).toEqual([])
    }
  })
})

test('nothing to search for is explained', () => {
  for (const text of ['*', '"'.repeat(256), '\0', '   ', '-:-', '"" ""']) {
    expect(problemOf(text), text).toMatch(/at least one word/)
  }
})

test('no input takes long', () => {
  const hostile = [
    '"'.repeat(256),
    'a:'.repeat(128),
    'from:'.repeat(51),
    'é'.repeat(256),
    '"a '.repeat(85),
  ]
  const began = performance.now()
  for (let round = 0; round < 100; round += 1) for (const text of hostile) parseSearch(text)
  expect(performance.now() - began).toBeLessThan(2_000)
})

describe('days', () => {
  const hoursOf = (day: string, timeZone: string): number => {
    const bounds = boundsOfDay(day, timeZone)
    return bounds ? (bounds.end - bounds.start) / 3_600_000 : NaN
  }

  test('have 23, 24 or 25 hours', () => {
    expect(hoursOf('2026-03-29', 'Europe/Berlin')).toBe(23)
    expect(hoursOf('2026-10-25', 'Europe/Berlin')).toBe(25)
    expect(hoursOf('2026-07-01', 'Asia/Kathmandu')).toBe(24)
  })

  test('begin after midnight where the clock jumps over it', () => {
    const bounds = boundsOfDay('2018-11-04', 'America/Sao_Paulo')
    expect(bounds?.start).toBe(Date.UTC(2018, 10, 4, 3))
    expect(hoursOf('2018-11-04', 'America/Sao_Paulo')).toBe(23)
  })

  test('are real ones', () => {
    for (const day of ['2026-13-01', '2026-1-1', '20260101', '1969-12-31', '2025-02-29', '']) {
      expect(boundsOfDay(day, 'UTC'), day).toBeNull()
    }
  })
})
