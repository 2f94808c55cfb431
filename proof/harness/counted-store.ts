import type { Db } from "@/lib/db";
import { notificationWriter } from "@/lib/notifications/write-notifications";
import { createStore } from "@/lib/rotation/store/create-store";
import type { Store } from "@/lib/rotation/store/store";
import { WAKES_NOBODY } from "./wakes-nobody";

/** The store, and how many transactions and single statements it has made. */
export function countedStore(db: Db): { store: Store; made: { transactions: number; statements: number } } {
  const made = { transactions: 0, statements: 0 };
  const counting = new Proxy(db, {
    get(target, name) {
      if (name === "$transaction") made.transactions += 1;
      if (name === "$queryRaw") made.statements += 1;
      const member: unknown = Reflect.get(target, name);
      return typeof member === "function" ? (member.bind(target) as unknown) : member;
    },
  });
  return { store: createStore(counting, WAKES_NOBODY, notificationWriter), made };
}
