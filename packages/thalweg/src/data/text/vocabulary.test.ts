import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { byteVocabulary, characterVocabulary, vocabularyFrom } from "./vocabulary.ts";

describe("characterVocabulary", () => {
  it("numbers code points in their order, surrogate pairs as one", () => {
    const vocabulary = characterVocabulary("b🙂aé\n🙂");
    expect(vocabulary.size).toBe(5);
    expect(vocabulary.encode("\nabé🙂")).toEqual(Int32Array.of(0, 1, 2, 3, 4));
    expect(vocabulary.decode([4, 0, 1])).toBe("🙂\na");
  });

  it("gives other characters id 0 when asked, else names them", () => {
    const vocabulary = characterVocabulary("abc", { unknown: true });
    expect(vocabulary.size).toBe(4);
    expect(vocabulary.encode("a🙂c")).toEqual(Int32Array.of(1, 0, 3));
    expect(vocabulary.decode([1, 0, 3])).toBe("a\ufffdc");
    expect(() => characterVocabulary("abc").encode("aß")).toThrow(
      'vocabulary: the character "ß" (U+00DF) is none of its 3; make it with { unknown: true }',
    );
  });

  it("refuses an empty text and ids that stand for nothing", () => {
    expect(() => characterVocabulary("")).toThrow("text must hold at least one character, got an empty text");
    expect(() => characterVocabulary("ab").decode([0, 2])).toThrow(
      "ids must be whole numbers from 0 to 1, got 2 at position 1",
    );
    expect(() => byteVocabulary().decode([256])).toThrow(
      "ids must be whole numbers from 0 to 255, got 256 at position 0",
    );
  });
});

describe("vocabularies", () => {
  const texts = fc.string({ unit: "binary", minLength: 1 });
  it("decode what they encoded, and after having been saved", () => {
    fc.assert(
      fc.property(texts, (text) => {
        for (const vocabulary of [
          byteVocabulary(),
          characterVocabulary(text),
          characterVocabulary(text, { unknown: true }),
        ]) {
          const ids = vocabulary.encode(text);
          expect(vocabulary.decode(ids)).toBe(text);
          const again = vocabularyFrom(JSON.parse(JSON.stringify(vocabulary)));
          expect([again.size, again.encode(text)]).toEqual([vocabulary.size, ids]);
        }
      }),
    );
  });

  it("take the bytes of UTF-8", () => {
    expect(byteVocabulary().encode("é🙂")).toEqual(Int32Array.of(0xc3, 0xa9, 0xf0, 0x9f, 0x99, 0x82));
    expect(byteVocabulary().size).toBe(256);
  });
});
