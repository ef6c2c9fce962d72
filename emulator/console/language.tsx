import { type ComponentChildren, createContext } from 'preact';
import { useContext, useEffect, useState } from 'preact/hooks';
import type { Words } from '../services';
import { type Key, texts } from './texts';
import { spanOf } from './time';

export type Language = 'en' | 'zh';

/** How the console speaks now. */
export interface Speech {
  language: Language;
  /** The text of `{en, zh}`. */
  choose: (both: Words) => string;
  /** A text of the console, with its `{names}` filled. */
  say: (key: Key, values?: Record<string, string | number>) => string;
  /** A span of time in words, rounded down to hours or minutes. */
  span: (ms: number) => string;
  toggle: () => void;
}

const KEY = 'language';

function preferred(): Language {
  const stored = localStorage.getItem(KEY);
  if (stored === 'en' || stored === 'zh') return stored;
  return navigator.language.toLowerCase().startsWith('zh') ? 'zh' : 'en';
}

/** @returns a text with its `{names}` filled; an unknown name stays */
export const fill = (text: string, values: Record<string, string | number>): string =>
  text.replaceAll(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));

function speak(language: Language, toggle: () => void): Speech {
  const choose = (both: Words): string => both[language];
  const say: Speech['say'] = (key, values = {}) => fill(choose(texts[key]), values);
  const span = (ms: number): string => {
    const { days, hours, minutes } = spanOf(ms);
    return days > 0 ? say('days', { days, hours }) : say('hours', { hours, minutes });
  };
  return { language, choose, say, span, toggle };
}

const SpeechContext = createContext<Speech>(speak('en', () => undefined));

/** How to speak, for every component below `Speaking`. */
export const useSpeech = (): Speech => useContext(SpeechContext);

/** Lets everything inside speak the chosen language, and keeps the choice. */
export function Speaking({ children }: { children: ComponentChildren }) {
  const [language, setLanguage] = useState(preferred);
  useEffect(() => {
    document.documentElement.lang = language === 'zh' ? 'zh-CN' : 'en';
    localStorage.setItem(KEY, language);
  }, [language]);
  const toggle = (): void => setLanguage(language === 'en' ? 'zh' : 'en');
  return (
    <SpeechContext.Provider value={speak(language, toggle)}>{children}</SpeechContext.Provider>
  );
}
