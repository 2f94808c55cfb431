import { once } from "node:events";
import { connect } from "node:net";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type Simulator, startSimulator } from "./server.ts";

let simulator: Simulator;

beforeAll(async () => {
  simulator = await startSimulator();
});

afterAll(() => simulator.close());

it("leaves no trace of a caller that ends during its request, and continues", async () => {
  const { adminKey } = simulator.state.createOrganization();
  const { hostname, port } = new URL(simulator.url);
  const before = simulator.state.lastSeq;
  const socket = connect(Number(port), hostname);
  await once(socket, "connect");
  socket.write("POST /v1/organization/projects HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n{");
  socket.resetAndDestroy();
  await once(socket, "close");
  const headers = { authorization: `Bearer ${adminKey}` };
  expect((await fetch(`${simulator.url}/organization/projects`, { headers })).status).toBe(200);
  expect(simulator.state.lastSeq).toBe(before + 1);
});
