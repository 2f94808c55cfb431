import type { SimulatorState } from "./state.ts";

/** The same in every simulator, so that a restart or fresh start keeps it. It opens nothing elsewhere. */
const DEMO_ADMIN_KEY = "sk-admin-simulator-acme-5f0c9e72d41b48a6b3";

const PROJECTS = [
  "Production",
  "Staging",
  "Development",
  "Chatbot",
  "Search",
  "Data Science",
  "Support Assistant",
  "Internal Tools",
];

/** Acme: one organisation with a handful of projects, one of them archived, and one admin key. */
export function seedDemo(state: SimulatorState): void {
  const { id } = state.createOrganization({ name: "Acme", adminKey: DEMO_ADMIN_KEY });
  for (const name of PROJECTS) state.createProject(id, { name });
  state.createProject(id, { name: "Europe", residency: "EU_STORAGE_PROCESSING" });
  state.archiveProject(state.createProject(id, { name: "Summer Prototype" }).id);
}
