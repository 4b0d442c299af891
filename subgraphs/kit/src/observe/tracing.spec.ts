import { InMemorySpanExporter } from '@opentelemetry/sdk-trace-base';
import pino from 'pino';
import { backEndFetch } from '../http/back-end-fetch';
import { createLogger } from '../log/logger';
import { httpTransport } from '../peer/http-transport';
import { DrainingServer } from '../server/draining-server';
import type { Subgraph } from '../server/subgraph';
import { subgraphRoute } from '../server/subgraph-route';
import { registry } from './metrics';
import { below, startTracing, traceParent, traced } from './tracing';

const silent = createLogger({ name: 'test', level: 'silent' });

describe('what is seen from outside', () => {
  it('is one trace from the gateway over a peer to its back end, with the same ids in the logs', async () => {
    const exporter = new InMemorySpanExporter();
    const tracing = startTracing({ service: 'test', endpoint: 'http://unused.invalid', exporter });
    const lines: string[] = [];
    const log = createLogger({ name: 'test', destination: { write: (line) => void lines.push(line) } });
    const backEnd = await DrainingServer.listen({ port: 0, host: '127.0.0.1', handle: (_request, response) => void response.writeHead(204).end() });
    const { fetch, close } = backEndFetch({ system: 'OCIS' });
    const subgraph = {
      name: 'storage',
      answer: async () => {
        await fetch(`http://127.0.0.1:${backEnd.port}/graph/v1.0/me`);
        log.info('asked');
        return { data: {} };
      },
    } as unknown as Subgraph;
    const route = subgraphRoute(subgraph, silent);
    const server = await DrainingServer.listen({ port: 0, host: '127.0.0.1', handle: (request, response) => void route(request, response) });
    const transport = httpTransport({ storage: [`http://127.0.0.1:${server.port}`] }, silent);
    let stored: string | null = null;
    await traced('POST /graphql', 'server', {}, async () => {
      await transport.send('storage', { query: '{ a }', actorToken: 't', requestId: 'r', ipAddress: null });
      stored = traceParent();
    });
    await traced('step createMember/provision-drive', 'internal', {}, async () => undefined, below(stored));
    await Promise.all([server.stop(0), backEnd.stop(0), transport.close(), close()]);
    // Shutting down hands over what waits; the exporter forgets it then, so it is read before.
    const finished = new Promise<ReturnType<InMemorySpanExporter['getFinishedSpans']>>((resolve) => {
      const shutdown = exporter.shutdown.bind(exporter);
      exporter.shutdown = () => (resolve(exporter.getFinishedSpans()), shutdown());
    });
    await tracing.stop();
    const spans = await finished;
    const named = (name: string) => spans.find((span) => span.name === name);
    expect(spans.map(({ name }) => name).sort()).toEqual(['GET ownCloud Infinite Scale', 'POST /graphql', 'answer storage', 'ask storage', 'step createMember/provision-drive']);
    expect(new Set(spans.map((span) => span.spanContext().traceId)).size).toBe(1);
    const parents: [string, string][] = [['ask storage', 'POST /graphql'], ['answer storage', 'ask storage'], ['GET ownCloud Infinite Scale', 'answer storage'], ['step createMember/provision-drive', 'POST /graphql']];
    for (const [child, parent] of parents) expect([child, named(child)?.parentSpanContext?.spanId]).toEqual([child, named(parent)?.spanContext().spanId]);
    expect(JSON.parse(lines[0] ?? '{}')).toMatchObject({ msg: 'asked', trace_id: named('answer storage')?.spanContext().traceId, span_id: named('answer storage')?.spanContext().spanId });
  });

  it('is nothing at all without a collector, and log lines say nothing of it', async () => {
    const lines: string[] = [];
    const log = createLogger({ name: 'test', destination: { write: (line) => void lines.push(line) } as pino.DestinationStream });
    await traced('POST /graphql', 'server', {}, async () => log.info('plain'));
    expect(traceParent()).toBeNull();
    expect(lines[0]).not.toContain('trace_id');
  });

  it('counts and times back ends by system, method and outcome', async () => {
    const { fetch, close } = backEndFetch({ system: 'STRIPE', attempts: 1 });
    await expect(fetch('http://127.0.0.1:1/v1/customers')).rejects.toThrow('Stripe cannot be reached.');
    await close();
    expect(await registry.metrics()).toMatch(/dezky_backend_request_seconds_count\{system="STRIPE",method="GET",outcome="unreachable"\} 1/);
  });
});
