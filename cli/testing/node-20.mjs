/** Removes what came after Node 20. */
const LATER = [
  [Promise, "withResolvers"],
  [Promise, "try"],
  [Array, "fromAsync"],
  [Map, "groupBy"],
  [RegExp, "escape"],
  [Set.prototype, "union"],
  [Set.prototype, "intersection"],
  [Set.prototype, "difference"],
];
for (const [holder, name] of LATER) Reflect.deleteProperty(holder, name);
