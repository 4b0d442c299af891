import { empty, type Exchange, json, type Reply, Router, text } from '../http/router';
import type { DnsFault, DnsFaults } from './dns-faults';
import type { HeldCaches } from './held-caches';
import type { ZoneStore } from './zone-store';
import { recordTypes, writeZoneText } from './zone-text';

/** The HTTP side: what the zones hold, and records to publish as BIND text. */
export function handleControl(exchange: Exchange, zones: ZoneStore, faults: DnsFaults, caches: HeldCaches): Reply | undefined | Promise<Reply | undefined> {
  const router = new Router()
    .on('GET', '/zones', () => json(200, zones.all().map(({ name, serial, records }) => ({ name, serial, records }))))
    .on('GET', '/zones/:zone', () => {
      const zone = zones.get(exchange.param('zone'));
      return zone ? text(200, writeZoneText(zone.records)) : empty(404);
    })
    .on('PUT', '/zones/:zone', () => {
      try {
        zones.put(exchange.param('zone'), exchange.text);
        return empty(204);
      } catch (error) {
        return json(400, { message: error instanceof Error ? error.message : String(error) });
      }
    })
    .on('DELETE', '/zones/:zone', () => empty(zones.removeZone(exchange.param('zone')) ? 204 : 404))
    .on('DELETE', '/zones/:zone/:name/:type', () => {
      const type = recordTypes.find((known) => known === exchange.param('type').toUpperCase());
      return empty(type && zones.remove(exchange.param('zone'), exchange.param('name'), type) ? 204 : 404);
    })
    .on('PUT', '/caches/:zone', () => {
      const zone = zones.get(exchange.param('zone'));
      const { seconds } = exchange.json() as { seconds?: unknown };
      if (typeof seconds !== 'number' || !(seconds > 0)) return json(400, { message: 'seconds is how long resolvers keep what the zone says now, more than 0' });
      if (!zone) return empty(404);
      caches.hold(zone, seconds);
      return empty(204);
    })
    .on('DELETE', '/caches/:zone', () => empty(caches.release(exchange.param('zone')) ? 204 : 404))
    .on('POST', '/query-faults', () => {
      faults.add(exchange.json() as DnsFault);
      return empty(201);
    })
    .on('DELETE', '/query-faults', () => {
      faults.clear();
      return empty(204);
    });
  const found = router.find(exchange);
  return 'handler' in found ? found.handler(exchange) : json(found.allowed.length > 0 ? 405 : 404, found);
}
