import { toast } from './gw-toast.ts';
import { t } from '../shell/words.ts';

/** Copies a text and says so in the words given; where the browser does not allow it, says how to go on. */
export async function copy(text: string, copied: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(text);
    toast({ text: copied });
  } catch {
    toast({ text: t('copy.refused'), alert: true });
  }
}
