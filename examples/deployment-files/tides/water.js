const HALF_A_LUNAR_DAY = 12.42 * 60 * 60 * 1000;

exports.nextHighWater = (now) => new Date(Math.ceil(now / HALF_A_LUNAR_DAY) * HALF_A_LUNAR_DAY);
