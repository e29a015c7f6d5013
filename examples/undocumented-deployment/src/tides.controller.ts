import { Controller, Get, Param, Query } from '@nestjs/common';

import { predict, type Tide } from './predict';

@Controller('tides')
export class TidesController {
  @Get(':harbour')
  tides(@Param('harbour') harbour: string, @Query('day') day: string): Tide[] {
    return predict(harbour, new Date(day));
  }
}
