import { Injectable } from '@angular/core';
import type { PreloadingStrategy, Route } from '@angular/router';
import { EMPTY, type Observable } from 'rxjs';

/** Fetches the code of the places once the first page stands, so that going there waits for data only; routes say so by `data.preload`. */
@Injectable({ providedIn: 'root' })
export class PreloadPlaces implements PreloadingStrategy {
  preload(route: Route, load: () => Observable<unknown>): Observable<unknown> {
    return route.data?.['preload'] === true ? load() : EMPTY;
  }
}
