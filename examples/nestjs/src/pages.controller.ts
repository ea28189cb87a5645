import { Controller, Get, Header, UseGuards } from '@nestjs/common';
import { homePage, privatePage } from './pages.js';
import { SignedIn, User } from './signed-in.js';

/** No shared cache may keep what is for one user. */
const CACHE = 'private, no-store';

@Controller()
export class PagesController {
  @Get()
  @Header('Cache-Control', CACHE)
  home(@User() userid: string | undefined): string {
    return homePage(userid);
  }

  @Get('private')
  @Header('Cache-Control', CACHE)
  @UseGuards(SignedIn)
  private(@User() userid: string | undefined): string {
    return privatePage(userid);
  }

  /** For scripts of the page: who is signed in, or null. */
  @Get('api/me')
  @Header('Cache-Control', CACHE)
  me(@User() userid: string | undefined): { readonly userid: string | null } {
    return { userid: userid ?? null };
  }
}
