"""The work of bench/forecast.ts in numpy, all series at once: features, fits, recursion, baselines, choice, refit and intervals.

Usage: forecast.py <folder with the doubles "sales" and "promotion"> <series> <weeks>. Leaves its picks and forecasts there.
"""
import json, resource, sys, time
import numpy as np

folder, series, weeks = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
horizon, season, window, blocks, lambdas, level = 13, 26, 4, 4, (0.01, 0.1, 1.0), 0.8
baselines = ["naive", "seasonal_naive", "moving_average", "seasonal_average", "hybrid", "level_scaled_seasonal_naive", "drift"]
names = baselines + ["ridge_0.01", "ridge_0.1", "ridge_1"]
y = np.fromfile(f"{folder}/sales").reshape(series, weeks)
promotion = np.diff(np.fromfile(f"{folder}/promotion").reshape(series, weeks + horizon), prepend=np.nan)  # along with the target
lags, reach = (1, 2, 3, 4, 13, 26), 26 + 1


def clock():
    """Wall and processor milliseconds."""
    return 1000 * np.array([time.perf_counter(), time.process_time()])


def waves(t):
    return [shape(2 * np.pi * wave * (t + 1) / season) for wave in (1, 2) for shape in (np.sin, np.cos)]


def features():
    """One row per series and week from `reach` on: lags and the mean of 8 of the change, that of the promotion, two waves."""
    change = np.diff(y, prepend=np.nan)
    at = np.arange(reach, weeks)
    means = np.lib.stride_tricks.sliding_window_view(change, 8, axis=1).mean(axis=2)[:, reach - 8:weeks - 8]
    columns = [change[:, at - lag] for lag in lags] + [means, promotion[:, at]] + [np.broadcast_to(w, (series, len(at))) for w in waves(at)]
    return np.stack(columns, axis=2), change[:, at]


def fits(x, target):
    """Ridge on standardised columns, the penalty on the correlation matrix; coefficients in original units by series and penalty."""
    center, spread, middle = x.mean(axis=1), x.std(axis=1), target.mean(axis=1)
    z = (x - center[:, None]) / spread[:, None]
    matrix = z.transpose(0, 2, 1) @ z / x.shape[1]
    right = (z * (target - middle[:, None])[:, :, None]).mean(axis=1)[..., None]
    b = np.stack([np.linalg.solve(matrix + penalty * np.eye(x.shape[2]), right)[..., 0] for penalty in lambdas], axis=1) / spread[:, None]
    return middle[:, None] - (b * center[:, None]).sum(axis=2), b


def recursion(origin, b0, b, low, high):
    known = np.diff(y[:, origin - reach:origin])
    change = np.concatenate([np.repeat(known[:, None], len(lambdas), axis=1), np.empty((series, len(lambdas), horizon))], axis=2)
    value, made = np.repeat(y[:, origin - 1, None], len(lambdas), axis=1), []
    for step in range(horizon):
        now, t = known.shape[1] + step, origin + step
        x = [change[:, :, now - lag] for lag in lags] + [change[:, :, now - 8:now].mean(axis=2), promotion[:, t, None]] + waves(t)
        new = np.clip(value + b0 + sum(b[:, :, j] * column for j, column in enumerate(x)), low[:, None], high[:, None])
        change[:, :, now], value = new - value, new
        made.append(new)
    return np.stack(made, axis=2)


def baseline_forecasts(origin):
    past, steps = y[:, :origin], np.arange(horizon)
    flat = lambda column: np.repeat(column[:, None], horizon, axis=1)
    seasonal = past[:, origin - season + steps]
    mean = flat(past[:, -window:].mean(axis=1))
    average = np.stack([past[:, (origin + step) % season::season].mean(axis=1) for step in steps], axis=1)
    before = past[:, -season - 2 * window:-season].sum(axis=1)
    ratio = np.where(before > 0, np.clip(past[:, -2 * window:].sum(axis=1) / np.where(before > 0, before, 1), 0.5, 2), 1)
    drift = past[:, -1:] + (steps + 1) * ((past[:, -1] - past[:, 0]) / (origin - 1))[:, None]
    return [flat(past[:, -1]), seasonal, mean, average, (seasonal + mean) / 2, seasonal * ratio[:, None], drift]


def candidates(origin, x, target):
    """Forecasts by series, candidate and step, held inside the bounds; and which of them are wild."""
    global fit
    past = y[:, :origin]
    span = past.max(axis=1) - past.min(axis=1)
    low, high = np.minimum(past.min(axis=1) - span, 0), past.max(axis=1) + span
    began = clock()
    b0, b = fits(x[:, :origin - reach], target[:, :origin - reach])
    fit = fit + clock() - began
    made = np.concatenate([np.stack(baseline_forecasts(origin), axis=1), recursion(origin, b0, b, low, high)], axis=1)
    near = 1e-9 * (high - low)
    wild = ((made >= (high - near)[:, None, None]) | (made <= (low + near)[:, None, None])).any(axis=2)
    return np.clip(made, 0, high[:, None, None]), wild


def least(score, wild):
    """The candidate with the least score by series; those that are wild come last, ties end in the name."""
    place = np.argsort(np.argsort(names))
    rank = np.floor(1e9 * np.log(np.maximum(score, 1e-300)))
    return np.lexsort((np.broadcast_to(place, rank.shape), rank, wild), axis=1)[:, 0]


def whole():
    x, target = features()
    made = [candidates(weeks - fold * horizon, x, target) for fold in range(blocks + 1)]
    missed = np.stack([np.abs(y[:, weeks - fold * horizon:weeks - fold * horizon + horizon, None].transpose(0, 2, 1) - made[fold][0]) for fold in range(1, blocks + 1)])
    errors = missed.mean(axis=3)
    each = np.arange(series)
    scaled = []
    for block in range(blocks):
        honest = least(np.delete(errors, block, axis=0).mean(axis=0), made[block + 1][1])
        past = y[:, :weeks - (block + 1) * horizon]
        scaled.append(missed[block, each, honest] / np.abs(past[:, season:] - past[:, :-season]).mean(axis=1)[:, None])
    scaled = np.sort(np.concatenate(scaled), axis=0)
    expected = scaled[int(np.ceil(level * (len(scaled) + 1))) - 1]
    chosen = least(errors.mean(axis=0), made[0][1])
    forecast = made[0][0][each, chosen]
    half = expected * np.abs(y[:, season:] - y[:, :-season]).mean(axis=1)[:, None]
    return chosen, forecast, np.maximum(forecast - half, 0), np.minimum(forecast + half, (2 * y.max(axis=1) - y.min(axis=1))[:, None])


fit = np.zeros(2)
began = clock()
chosen, *numbers = whole()
spent = clock() - began
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
np.stack(numbers, axis=2).tofile(f"{folder}/forecasts")

# One least-squares fit a series, as in a loop over groups.
random = np.random.default_rng(1)
x, target = random.normal(size=(series, weeks, 13)), random.normal(size=(series, weeks))
began = clock()
for a, b in zip(x, target): np.linalg.lstsq(a, b, rcond=None)
loop = clock() - began
print(json.dumps({"whole": list(spent), "fit": list(fit), "loop": list(loop), "peakMb": peak, "chosen": [names[i] for i in chosen]}))
