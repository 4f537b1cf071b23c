// Checks the dashboards in a folder: as TypeScript against the types of @grafana/schema, and their queries of
// Loki with Grafana's own parser. Prints what is wrong and ends with 1 if anything is.
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parser } from '@grafana/lezer-logql';
import ts from 'typescript';

const home = dirname(fileURLToPath(import.meta.url));
const folder = process.argv[2];
const problems = [];
const sources = new Map();

for (const file of readdirSync(folder).filter((name) => name.endsWith('.json'))) {
  const text = readFileSync(join(folder, file), 'utf8');
  sources.set(
    join(home, `${file}.ts`),
    `import type { SightlineDashboard } from './dashboard';\nconst dashboard: SightlineDashboard = ` +
      `${JSON.stringify(JSON.parse(text), null, 2)};\nexport default dashboard;\n`
  );
  for (const panel of JSON.parse(text).panels) {
    for (const target of (panel.targets ?? []).filter((query) => query.datasource.type === 'loki')) {
      const query = target.expr.replace(/\$__\w+/g, '5m').replace(/\$\w+/g, '.+');
      parser.parse(query).iterate({
        enter: (node) => {
          if (node.type.isError) {
            problems.push(`${file}: ${panel.title}: no LogQL at ${node.from}: ${query}`);
          }
        },
      });
    }
  }
}

const options = {
  strict: true,
  noEmit: true,
  skipLibCheck: true,
  target: ts.ScriptTarget.ES2022,
  module: ts.ModuleKind.ESNext,
  moduleResolution: ts.ModuleResolutionKind.Bundler,
  types: [],
};
const host = ts.createCompilerHost(options);
const { fileExists, getSourceFile, readFile } = host;
host.fileExists = (name) => sources.has(name) || fileExists(name);
host.readFile = (name) => sources.get(name) ?? readFile(name);
host.getSourceFile = (name, ...rest) =>
  sources.has(name) ? ts.createSourceFile(name, sources.get(name), rest[0]) : getSourceFile(name, ...rest);

for (const diagnostic of ts.getPreEmitDiagnostics(ts.createProgram([...sources.keys()], options, host))) {
  const place = diagnostic.file?.getLineAndCharacterOfPosition(diagnostic.start);
  problems.push(
    `${diagnostic.file?.fileName.replace(`${home}/`, '')}:${(place?.line ?? 0) + 1}: ` +
      ts.flattenDiagnosticMessageText(diagnostic.messageText, '\n')
  );
}
console.log(problems.length ? problems.join('\n') : `${sources.size} dashboards are well typed`);
process.exit(problems.length && 1);
