"""Vectors and shapes

Made from book/foundations/vectors-and-shapes.md by `make snippets`: edit that, not this.
Run it: python code/snippets/foundations/vectors_and_shapes.py
"""

# line 29
import math

import matplotlib.pyplot as plt
import numpy as np

# One color for each role, the same in every figure of the book.
INPUT, LOSS, GRAD = "#1f5fbf", "#b3401c", "#7a3ca3"
STEP, TARGET, AXIS, INK = "#8a5a00", "#1c7349", "#5b6470", "#1b1f24"


# =============================================================================
# A subtraction that asks for 80 GB
# =============================================================================

# line 159
def dry_run(a, b, itemsize=8):
    """Shape and size of an entry-by-entry result. Computes neither."""
    shape = np.broadcast_shapes(a, b)
    return shape, f"{math.prod(shape) * itemsize / 1e9:g} GB"

print(dry_run((100_000,), (100_000,)))
print(dry_run((100_000,), (100_000, 1)))


# =============================================================================
# A record is a point, a table is (n, d)
# =============================================================================

# line 191
jobs = np.array([[1.0, 3.0],  # (4, 2): one row per run,
                 [2.0, 5.0],  # columns: gigabytes, minutes
                 [3.0, 6.0],
                 [4.0, 10.0]])
print(jobs.shape, jobs.ndim, jobs.dtype)
print("run 1:", jobs[0], " all minutes:", jobs[:, 1])

# line 216
fig, (left, right) = plt.subplots(1, 2, figsize=(6, 3.5), width_ratios=[1, 1.25])
for i, row in enumerate(jobs):
    for j, entry in enumerate(row):
        left.text(j + 0.5, -i - 0.5, f"{entry:g}", color=INPUT, ha="center", va="center")
for edge in range(5):
    left.plot([0, 2], [-edge, -edge], color=AXIS, lw=0.7)
for edge in range(3):
    left.plot([edge, edge], [0, -4], color=AXIS, lw=0.7)
left.add_patch(plt.Rectangle((0, -4), 2, 1, fill=False, ec=STEP, lw=2.2))
left.annotate("", (-0.3, -4), (-0.3, 0), arrowprops=dict(arrowstyle="->", color=INK))
left.annotate("", (2, 0.3), (0, 0.3), arrowprops=dict(arrowstyle="->", color=INK))
left.text(-0.5, -2, "axis 0, n = 4", rotation=90, ha="center", va="center", color=INK)
left.text(1, 0.45, "axis 1, d = 2", ha="center", va="bottom", color=INK)
left.text(0.5, -4.2, "GB", ha="center", va="top", color=AXIS)
left.text(1.5, -4.2, "min", ha="center", va="top", color=AXIS)
left.set(xlim=(-0.9, 2.1), ylim=(-4.8, 1.1))
left.axis("off")
right.annotate("", jobs[3], (0, 0), arrowprops=dict(
    arrowstyle="-|>", color=STEP, lw=1.8, shrinkA=0, shrinkB=3))
right.plot(*jobs.T, "o", color=INPUT, ms=6)
for gb, minutes in jobs:
    right.text(gb + 0.18, minutes - 0.2, f"({gb:g}, {minutes:g})", va="top", color=INK)
right.set(xlim=(0, 5.4), ylim=(0, 11), xlabel="gigabytes", ylabel="minutes", xticks=range(5))
plt.show()

# line 303
print(jobs[:, 1].shape, jobs[:, 1:].shape, jobs[:, [1]].shape)
print(jobs[:, 1].reshape(-1, 1).shape, jobs[:, 1:].ravel().shape)


# =============================================================================
# Arithmetic, entry by entry
# =============================================================================

# line 412
points = np.array([[4.0, 3.0], [3.2, 1.2], [2.56, 0.48]])  # (3, 2)
heights = points[:, 0] ** 2 + 3.0 * points[:, 1] ** 2  # (3,)
print(heights)


# =============================================================================
# How long: three norms of (3, 4)
# =============================================================================

# line 514
fig, (left, right) = plt.subplots(1, 2, figsize=(6, 3.3))
left.plot([0, 3], [0, 0], color=STEP, lw=1.6, dashes=(5, 2))
left.plot([3, 3], [0, 4], color=TARGET, lw=4)
left.plot([2.93, 2.93], [0, 4], color=STEP, lw=1.6, dashes=(5, 2))
left.annotate("", (3, 4), (0, 0), arrowprops=dict(arrowstyle="-|>", color=INPUT, lw=2, shrinkA=0, shrinkB=0))
left.text(1.2, 2.2, "L2: 5", color=INPUT, ha="right")
left.text(1.5, -0.25, "L1: 3 + 4 = 7", color=STEP, ha="center", va="top")
left.text(3.2, 1.8, "L∞: 4", color=TARGET)
left.text(3, 4.15, "(3, 4)", ha="center", va="bottom", color=INK)
left.set(xlim=(-0.3, 4.8), ylim=(-1, 5), aspect="equal")
turn = np.linspace(0, 2 * np.pi, 200)
right.plot(np.cos(turn), np.sin(turn), color=INPUT, lw=2)
right.plot([1, 0, -1, 0, 1], [0, 1, 0, -1, 0], color=STEP, lw=1.6, dashes=(5, 2))
right.plot([1, 1, -1, -1, 1], [-1, 1, 1, -1, -1], color=TARGET, lw=2, dashes=(1, 1.2))
right.text(0, 0.55, "L1", color=STEP, ha="center", va="center")
right.text(0.6, 0.62, "L2", color=INPUT, ha="center", va="center")
right.text(0.98, 1.12, "L∞", color=TARGET, ha="right", va="bottom")
right.set(xlim=(-1.5, 1.5), ylim=(-1.4, 1.5), aspect="equal", xticks=[-1, 0, 1], yticks=[-1, 0, 1])
plt.show()

# line 550
v = np.array([3.0, 4.0])  # (2,)
for name, order in [("L1", 1), ("L2", 2), ("L-infinity", np.inf)]:
    print(f"{name:<10} {np.linalg.norm(v, order):g}")

# line 656
def nearest(table, point):
    """Number of the row nearest to a point, counted from 1."""
    distances = np.linalg.norm(table - point, axis=1)  # (n,)
    return 1 + np.argmin(distances), distances.round(2)

print("GB:", *nearest(jobs, np.array([3.9, 6.0])))
print("MB:", *nearest(jobs * [1000.0, 1.0], np.array([3900.0, 6.0])))


# =============================================================================
# The dot product: a weighted sum
# =============================================================================

# line 711
w = np.array([0.5, 2.2])  # (2,): minutes to start, per GB
X = np.array([[1.0, 1.0], [1.0, 2.0], [1.0, 3.0], [1.0, 4.0]])  # (4, 2)
predicted = X @ w  # (4,): one dot product per row
print(predicted, predicted.shape)
print(points ** 2 @ np.array([1.0, 3.0]))  # (3,): the heights again


# -----------------------------------------------------------------------------
# What it says about directions
# -----------------------------------------------------------------------------


# =============================================================================
# Cosine and projection: direction without length
# =============================================================================

# line 895
a, b = np.array([3.0, 4.0]), np.array([4.0, 3.0])
shadow = (a @ b) / (b @ b) * b
fig, ax = plt.subplots(figsize=(6, 4.2))
ax.plot([0, shadow[0]], [0, shadow[1]], color=STEP, lw=6, alpha=0.45, solid_capstyle="butt")
for vector, name, color, at in [(a, "a = (3, 4)", INPUT, (2.9, 4.15)), (b, "b = (4, 3)", TARGET, (4.12, 3))]:
    ax.annotate("", vector, (0, 0), arrowprops=dict(arrowstyle="-|>", color=color, lw=2, shrinkA=0, shrinkB=0))
    ax.text(*at, name, color=color, ha="right" if vector is a else "left", va="center")
ax.plot(*zip(a, shadow), color=AXIS, lw=1.3, dashes=(4, 2))
corner = shadow - 0.22 * b / 5
side = 0.22 * (a - shadow) / np.linalg.norm(a - shadow)
ax.plot(*zip(corner, corner + side, shadow + side), color=AXIS, lw=1)
turn = np.linspace(np.arctan2(3, 4), np.arctan2(4, 3), 30)
ax.plot(2.1 * np.cos(turn), 2.1 * np.sin(turn), color=GRAD, lw=1.6)
ax.text(2.02, 2.02, "16.3°", color=GRAD, ha="center", va="center", fontsize=10)
ax.text(2.35, 1.5, "shadow of a on b: 4.8", color=STEP, ha="left", va="top")
ax.text(4.6, 0.5, "a · b = 4.8 · 5 = 24\ncos θ = 24 / 25 = 0.96", color=INK, ha="left")
ax.set(xlim=(-0.2, 7.6), ylim=(-0.2, 4.6), aspect="equal", xticks=range(6), yticks=range(5))
plt.show()


# -----------------------------------------------------------------------------
# Search by cosine
# -----------------------------------------------------------------------------

# line 971
docs = np.array([[1.0, 1.0, 1.0, 0.0],  # (3, 4): a short ticket
                 [3.0, 2.0, 6.0, 8.0],  # a long report on disks
                 [0.0, 0.0, 2.0, 1.0]])  # a note on retries
query = np.array([1.0, 1.0, 0.0, 0.0])  # (4,): late, partition

dots = docs @ query  # (3,)
lengths = np.linalg.norm(docs, axis=1)  # (3,)
print("dot:   ", dots)
print("cosine:", (dots / (lengths * np.linalg.norm(query))).round(3))


# =============================================================================
# Name the axis that goes
# =============================================================================

# line 1035
print(jobs.mean(axis=0), jobs.mean(axis=0).shape)
print(jobs.sum(axis=1), jobs.sum(axis=1).shape)
print(jobs.sum(axis=1, keepdims=True).shape, jobs.mean().shape)


# =============================================================================
# Broadcasting: the rule
# =============================================================================

# line 1141
def outcome(a, b):
    """The shape of an entry-by-entry result, or that there is none."""
    try:
        return np.broadcast_shapes(a, b)
    except ValueError:
        return "error"

for a, b in [((4, 2), (2,)), ((4, 2), (4, 2)), ((4, 2), ()),
             ((3,), (2,)), ((4, 1), (1, 3))]:
    print(a, b, "->", outcome(a, b))

# line 1199
fig, (left, right) = plt.subplots(1, 2, figsize=(6, 3.3), width_ratios=[1.45, 1])
rows = [("p", ["1", "100000"], [STEP, INPUT]), ("y", ["100000", "1"], [TARGET, STEP]),
        ("p − y", ["100000", "100000"], [LOSS, LOSS])]
for i, (name, sizes, colors) in enumerate(rows):
    top = -1.25 * i - (0.35 if i == 2 else 0)
    left.text(-0.15, top, name, ha="right", va="center", color=INK)
    for j, (size, color) in enumerate(zip(sizes, colors)):
        left.text(0.75 + 1.6 * j, top, size, color=color, ha="center", va="center")
        left.add_patch(plt.Rectangle((1.6 * j, top - 0.4), 1.5, 0.8, fill=False, ec=color, lw=1.6,
                                     ls=(0, (2, 1.5)) if size == "1" else "-"))
left.plot([-0.9, 3.1], [-1.9, -1.9], color=AXIS, lw=1)
left.text(0.75, 0.5, "filled up", color=STEP, ha="center", va="bottom", fontsize=10)
left.text(2.35, -3.55, "10¹⁰ entries: 80 GB", color=LOSS, ha="center", va="center")
left.text(0.75, 1.15, "axis 0", color=AXIS, ha="center")
left.text(2.35, 1.15, "axis 1", color=AXIS, ha="center")
left.set(xlim=(-1.2, 3.2), ylim=(-3.9, 1.5))
left.axis("off")
p, y = [2.7, 4.9, 7.1, 9.3], [3, 5, 6, 10]
for i in range(4):
    right.text(i + 0.5, 0.5, f"{p[i]:g}", color=INPUT, ha="center", va="center", fontsize=10)
    right.text(-0.5, -i - 0.5, f"{y[i]:g}", color=TARGET, ha="center", va="center", fontsize=10)
    for j in range(4):
        right.add_patch(plt.Rectangle((j, -i - 1), 1, 1, fill=False, ec=AXIS, lw=0.7))
        right.text(j + 0.5, -i - 0.5, f"{p[j] - y[i]:.1f}".replace("-", "−"), ha="center", va="center",
                   color=LOSS if i == j else AXIS, fontsize=9, weight="bold" if i == j else "normal")
    right.add_patch(plt.Rectangle((i + 0.04, -i - 0.96), 0.92, 0.92, fill=False, ec=LOSS, lw=2))
right.text(2, 1.1, "p, a row", color=INPUT, ha="center", va="bottom", fontsize=11)
right.text(-1.15, -2, "y, a column", color=TARGET, ha="center", va="center", rotation=90, fontsize=11)
right.text(2, -4.25, "wanted: the diagonal", color=LOSS, ha="center", va="top", fontsize=11)
right.set(xlim=(-1.5, 4.1), ylim=(-5, 1.8), aspect="equal")
right.axis("off")
plt.show()


# =============================================================================
# The cross join, executed
# =============================================================================

# line 1433
import sqlite3

minutes = jobs[:, 1]  # (4,)
db = sqlite3.connect(":memory:")
for name, values in [("p", predicted), ("y", minutes)]:
    db.execute(f"CREATE TABLE {name} (id INTEGER, v REAL)")
    db.executemany(f"INSERT INTO {name} VALUES (?, ?)",
                   enumerate(values.tolist()))

def mse_in_sql(join):
    return db.execute("SELECT COUNT(*), AVG((p.v - y.v) * (p.v - y.v)) "
                      f"FROM p {join}").fetchone()

for join in ("JOIN y USING (id)", "CROSS JOIN y"):
    rows, mse = mse_in_sql(join)
    print(f"{join:<18} {rows:>2} rows, mean square {mse:.4g}")
for y in (minutes, minutes.reshape(-1, 1)):  # (4,), then (4, 1)
    gap = predicted - y
    print(f"NumPy, y {str(y.shape):<9} {gap.size:>2} numbers, "
          f"mean square {np.mean(gap ** 2):.4g}")


# =============================================================================
# The bug that raises no error
# =============================================================================

# line 1513
minutes = jobs[:, 1]  # (4,)
column = jobs[:, 1:]  # (4, 1): the trap
for name, p in [("line", X @ w), ("constant", np.full(4, 6.0))]:
    right, buggy = np.mean((p - minutes) ** 2), np.mean((p - column) ** 2)
    print(f"{name:<9} right {right:5.2f}  buggy {buggy:5.2f}  "
          f"spread of p {np.var(p):.2f}")

# line 1566
import torch

def train(targets, steps=2000, eta=0.1):
    """Weights that lower the mean squared error, and the last loss."""
    inputs = torch.tensor(X, dtype=torch.float32)  # (4, 2)
    w = torch.zeros(2, requires_grad=True)  # (2,)
    for _ in range(steps):
        loss = ((inputs @ w - targets) ** 2).mean()  # ()
        loss.backward()
        with torch.no_grad():
            w -= eta * w.grad
        w.grad = None
    return w.detach().numpy().round(3) + 0.0, round(loss.item(), 3)

targets = torch.tensor(jobs, dtype=torch.float32)
print("(4,):  ", *train(targets[:, 1]))
print("(4, 1):", *train(targets[:, 1:]))

# line 1593
def mse(p, y):
    """Mean squared error of two arrays of one shape."""
    if p.shape != y.shape:
        raise ValueError(f"predictions {p.shape}, targets {y.shape}")
    return np.mean((p - y) ** 2)

try:
    print(mse(X @ w, column))
except ValueError as error:
    print("refused:", error)
print(f"{mse(X @ w, column.reshape(-1)):.4g}")


# =============================================================================
# What goes wrong
# =============================================================================


# =============================================================================
# Self-check
# =============================================================================


# =============================================================================
# What comes next
# =============================================================================


# =============================================================================
# References
# =============================================================================
