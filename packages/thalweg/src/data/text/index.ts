export {
  readText,
  splitText,
  type TextData,
  type TextDataOptions,
  textData,
} from "./text-data.ts";
export { type TextOptions, textDataset, textWindows } from "./text-windows.ts";
export {
  byteVocabulary,
  characterVocabulary,
  type Vocabulary,
  type VocabularyState,
  vocabularyFrom,
} from "./vocabulary.ts";
