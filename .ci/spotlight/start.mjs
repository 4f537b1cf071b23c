// Starts Spotlight on a port of the loopback interface: node start.mjs PORT. It has no option for the interface,
// and its own command reports to its makers.
import { readdirSync, readFileSync } from "node:fs";
import net from "node:net";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const listen = net.Server.prototype.listen;
net.Server.prototype.listen = function (first, ...rest) {
  return typeof first === "object" && first !== null
    ? listen.call(this, { ...first, host: "127.0.0.1" }, ...rest)
    : listen.call(this, { port: Number(first), host: "127.0.0.1" }, ...rest.filter((arg) => typeof arg === "function"));
};

const { setupSpotlight } = await import("@spotlightjs/spotlight");
const home = dirname(fileURLToPath(import.meta.resolve("@spotlightjs/spotlight")));
const page = join(home, "..", "ui");
const files = Object.fromEntries(
  ["index.html", ...readdirSync(join(page, "assets")).map((name) => `assets/${name}`)].map((name) => [
    name,
    readFileSync(join(page, name)),
  ]),
);
await setupSpotlight({ port: Number(process.argv[2]), filesToServe: files, isStandalone: true });
