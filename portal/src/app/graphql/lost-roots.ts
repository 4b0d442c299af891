import { ApolloLink } from '@apollo/client';
import { map } from 'rxjs';

/**
 * Keeps answers whose outermost field was lost to an error out of the cache. A failure deep inside nulls the field it hangs from up to the root,
 * and a null there would tell every other view that the tenant is gone.
 */
export const lostRoots = (): ApolloLink =>
  new ApolloLink((operation, forward) =>
    forward(operation).pipe(
      map((result) => {
        if (!('errors' in result) || !('data' in result)) return result;
        const data: Readonly<Record<string, unknown>> = result.data ?? {};
        const lost = result.errors?.some(({ path }) => typeof path?.[0] === 'string' && data[path[0]] === null) === true;
        return lost ? { ...result, data: null } : result;
      }),
    ),
  );
