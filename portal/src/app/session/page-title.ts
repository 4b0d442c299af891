import { inject, Injectable } from '@angular/core';
import { Title } from '@angular/platform-browser';
import { type RouterStateSnapshot, TitleStrategy } from '@angular/router';
import { Portal } from './portal-config';

/** Puts the page's name before the product's in the browser's tab. */
@Injectable()
export class PageTitle extends TitleStrategy {
  private readonly title = inject(Title);
  private readonly portal = inject(Portal);

  override updateTitle(state: RouterStateSnapshot): void {
    const { productName } = this.portal.config();
    const page = this.buildTitle(state);
    this.title.setTitle(page === undefined ? productName : `${page} · ${productName}`);
  }
}
