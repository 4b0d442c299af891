import type { Routes } from '@angular/router';
import { provideVisitorGraphql } from '../graphql/provide-visitor-graphql';
import { PublicBooking } from './public-booking';

export const publicBookingRoutes: Routes = [{ path: '', component: PublicBooking, providers: [provideVisitorGraphql()] }];
