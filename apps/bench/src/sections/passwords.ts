import { measureBcrypt } from '../passwords/bcrypt.js';
import { measureLimiter } from '../passwords/limiter.js';
import { measureStorm } from '../passwords/storm.js';
import { roundsOf, type SectionRunner } from './section.js';

export const passwords: SectionRunner = {
  name: 'passwords',
  async run(options) {
    return {
      name: this.name,
      title: 'Passwords: bcrypt beside the fastest library of npm; a storm of logins; a limiter',
      notes: [
        'Checks run two at a time on one core. The server of the storm runs on any core, as bcrypt does on threads of its own.',
        'Of the limiter, µs are processor time in process, less what the same login takes without it.',
      ],
      figures: [
        ...(await measureBcrypt(roundsOf(40, options))),
        ...(await measureStorm(roundsOf(5, options))),
        ...(await measureLimiter(roundsOf(100, options))),
      ],
    };
  },
};
