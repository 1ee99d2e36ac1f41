import { toast } from '../../parts/gw-toast.ts';
import { t } from '../../shell/words.ts';

const KEPT = 'godwit.desk.since';
const LONG = 50 * 60_000;
const PAUSE = 10 * 60_000;

/** Looking at reports wears people out: after fifty minutes without a pause of ten a reminder is shown, and again after fifty more. */
export function lookedAt(now: number = Date.now()): void {
  const [since, last] = (sessionStorage.getItem(KEPT) ?? '0 0').split(' ').map(Number) as [number, number];
  const rested = now - last > PAUSE;
  const start = rested ? now : since;
  const due = now - start > LONG;
  sessionStorage.setItem(KEPT, `${due ? now : start} ${now}`);
  if (due) {
    toast({ text: t('desk.break'), seconds: 60 });
  }
}
