import { ApolloLink } from '@apollo/client';
import { map } from 'rxjs';

/**
 * Keeps answers whose outermost field was lost to an error out of the cache. A failure deep inside nulls the field it hangs from up to the root,
 * and a null there would tell every other view that the tenant is gone. Of the viewer, whom the whole portal stands on, no field is lost either: a
 * partner's staff would be nobody's.
 */
export const lostRoots = (): ApolloLink =>
  new ApolloLink((operation, forward) =>
    forward(operation).pipe(
      map((result) => {
        if (!('errors' in result) || !('data' in result)) return result;
        const data: Readonly<Record<string, unknown>> = result.data ?? {};
        const viewer = (data['viewer'] ?? {}) as Readonly<Record<string, unknown>>;
        const isLost = ([root = '', field = '']: readonly (string | number)[]): boolean => data[root] === null || (root === 'viewer' && viewer[field] === null);
        const lost = result.errors?.some(({ path }) => path !== undefined && isLost(path)) === true;
        return lost ? { ...result, data: null } : result;
      }),
    ),
  );
