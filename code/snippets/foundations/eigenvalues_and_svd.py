"""Eigenvalues and the SVD: the directions that matter

Made from book/foundations/eigenvalues-and-svd.md by `make snippets`: edit that, not this.
Run it: python code/snippets/foundations/eigenvalues_and_svd.py
"""

# line 30
import matplotlib.pyplot as plt
import numpy as np

# One color for each role, the same in every figure of the book.
INPUT, LOSS, GRAD = "#1f5fbf", "#b3401c", "#7a3ca3"
STEP, TARGET, AXIS, INK = "#8a5a00", "#1c7349", "#5b6470", "#1b1f24"


# =============================================================================
# A compression that you already use
# =============================================================================


# =============================================================================
# The same bowl, turned
# =============================================================================

# line 137
H = np.array([[4.0, 2.0], [2.0, 4.0]])  # (2, 2)
turn = np.array([[1.0, 1.0], [-1.0, 1.0]]) / np.sqrt(2)  # (2, 2) by 45°

def turned_bowl(w):
    """2x² + 2xy + 2y² at w of shape (2,)."""
    return w @ H @ w / 2

start = turn @ np.array([4.0, 3.0])  # (2,)
print(f"start ({start[0]:.3f}, {start[1]:.3f}), "
      f"height {turned_bowl(start):.4g}")

# line 173
def descend(grad, start, eta, steps):
    """The points of a run, as in Lesson 3. Shape (steps + 1, d)."""
    path = [np.array(start, dtype=float)]  # (d,)
    for _ in range(steps):
        path.append(path[-1] - eta * grad(path[-1]))
    return np.array(path)

path = descend(lambda w: H @ w, start, eta=0.1, steps=20)
losses = np.array([turned_bowl(w) for w in path])  # (21,)
print(losses[:3].round(4))


# =============================================================================
# Directions that only stretch
# =============================================================================

# line 275
angles = np.linspace(0, 2 * np.pi, 181)
circle = np.array([np.cos(angles), np.sin(angles)])  # (2, 181)

def arrow(ax, tip, color, lw=1.8):
    ax.annotate("", tip, (0, 0), arrowprops=dict(
        arrowstyle="-|>", color=color, lw=lw, shrinkA=0, shrinkB=0))

fig, ax = plt.subplots(figsize=(6, 4.9))
ax.plot(*(H @ circle), color=LOSS, lw=1, dashes=(4, 2))
ax.plot(*circle, color=INPUT, lw=1)
for slope in (1, -1):
    ax.plot([-5, 5], [-5 * slope, 5 * slope], color=AXIS, lw=0.7, dashes=(1, 2))
for degrees, text, at in [(45, "45°: Hv = 6v", (4.7, 4.35)), (135, "135°: Hv = 2v", (-4.9, 1.9)),
                          (0, "0°: turned", (4.2, 1.55)), (100, "100°: turned", (-1.2, 4.1))]:
    v = np.array([np.cos(np.radians(degrees)), np.sin(np.radians(degrees))])
    arrow(ax, H @ v, LOSS)
    arrow(ax, v, INPUT, 2.6)
    ax.text(*at, text, color=TARGET if "=" in text else AXIS)
ax.text(1.7, -1.7, "v, on the unit circle", color=INPUT)
ax.text(-1.5, -4.2, "Hv, on an ellipse", color=LOSS)
ax.set(xlim=(-5.2, 7.3), ylim=(-4.9, 4.9), aspect="equal", xticks=range(-4, 5, 2), yticks=range(-4, 5, 2))
plt.show()


# =============================================================================
# Finding them on paper
# =============================================================================


# =============================================================================
# Power iteration
# =============================================================================

# line 503
def power_iteration(A, v, steps):
    """The unit vectors of a run. Shape (steps + 1, d)."""
    v = v / np.linalg.norm(v)  # (d,)
    run = [v]
    for _ in range(steps):
        u = A @ v  # (d,) stretch
        v = u / np.linalg.norm(u)  # (d,) back to length 1
        run.append(v)
    return np.array(run)

run = power_iteration(H, np.array([1.0, 0.0]), steps=6)
for k, v in enumerate(run):
    print(f"after {k}: v = ({v[0]:.4f}, {v[1]:.4f})  "
          f"estimate {v @ H @ v:.5f}")

# line 532
fig, (left, right) = plt.subplots(1, 2, figsize=(6, 3.1), layout="constrained")
left.plot(*circle, color=AXIS, lw=0.7)
left.plot([0, 0.95], [0, 0.95], color=TARGET, lw=1.4, dashes=(4, 2))
for k, v in enumerate(run[:4]):
    arrow(left, v, INPUT)
    left.text(*(1.06 * v), str(k), color=INPUT, ha="left", va="center")
left.text(1.0, 1.1, "along (1, 1)", color=TARGET, ha="right", va="center")
left.set(xlim=(-0.06, 1.18), ylim=(-0.06, 1.18), aspect="equal", xticks=[0, 1], yticks=[0, 1])
right.semilogy([6 - v @ H @ v for v in run], "o-", color=LOSS, ms=4)
right.set(xlabel="multiplications", ylabel="6 − estimate", xticks=range(7))
plt.show()

def first_overflow(A):
    """How many multiplications without scaling until the vector from (1, 0) is inf."""
    v, rounds = np.array([1.0, 0.0]), 0
    with np.errstate(all="ignore"):
        while np.all(np.isfinite(v)):
            v, rounds = A @ v, rounds + 1
    return rounds


# =============================================================================
# Symmetric matrices, and the others
# =============================================================================

# line 648
values, Q = np.linalg.eigh(H)  # (2,) ascending, and (2, 2)
print("eigenvalues ", values.round(6))
print("rebuilt     ", (Q @ np.diag(values) @ Q.T).round(6).tolist())
print("right angle?", abs(Q[:, 0] @ Q[:, 1]) < 1e-12)


# -----------------------------------------------------------------------------
# A lineage graph has no eigenvalue but 0
# -----------------------------------------------------------------------------

# line 759
diamond = np.zeros((4, 4))
for i, j in [(0, 1), (0, 2), (1, 3), (2, 3)]:
    diamond[i, j] = 1
diamond_with_cycle = diamond.copy()
diamond_with_cycle[3, 0] = 1
print("sizes of the eigenvalues, DAG  :", np.abs(np.linalg.eigvals(diamond)).round(3))
print("sizes of the eigenvalues, cycle:", np.sort(np.abs(np.linalg.eigvals(diamond_with_cycle))).round(3))


# =============================================================================
# What the eigenvalues of a bowl decide
# =============================================================================

# line 829
def tilted(degrees):
    """Clockwise turn T of shape (2, 2), and the bowl's matrix T diag(2, 6) T.T."""
    c, s = np.cos(np.radians(degrees)), np.sin(np.radians(degrees))
    T = np.array([[c, s], [-s, c]])
    return T, T @ np.diag([2.0, 6.0]) @ T.T

fig, axes = plt.subplots(2, 2, figsize=(6, 6.4), layout="constrained")
grid = np.array(np.meshgrid(np.linspace(-6, 6, 160), np.linspace(-5, 5, 160)))  # (2, 160, 160)
tilt_losses = {}
for ax, degrees in zip(axes.flat, (0, 20, 45)):
    T, matrix = tilted(degrees)
    heights = np.einsum("iyx,ij,jyx->yx", grid, matrix, grid) / 2
    run_points = descend(lambda w: matrix @ w, T @ [4, 3], 0.1, 12)
    tilt_losses[degrees] = np.einsum("ki,ij,kj->k", run_points, matrix, run_points) / 2
    ax.contour(*grid, heights, levels=[1, 5, 14.56, 43], colors=AXIS, linewidths=0.7)
    for direction, reach in ((T[:, 0], 4.6), (T[:, 1], 3.0)):
        ax.plot(*np.outer(direction, [-reach, reach]), color=GRAD, lw=0.9, dashes=(4, 2))
    ax.plot(*run_points.T, "o-", color=STEP, ms=3.5, lw=1.3)
    for k, aside in ((0, (5, 4)), (1, (6, -9))):
        ax.annotate(str(k), run_points[k], aside, textcoords="offset points", color=INK)
    ax.plot(0, 0, "o", ms=8, mfc="none", mec=TARGET, mew=1.6)
    ax.set(aspect="equal", xlim=(-6, 6), ylim=(-5, 5), xticks=range(-4, 5, 4), yticks=range(-4, 5, 4))
    ax.set_title(f"{degrees}°: [[{matrix[0, 0]:.3g}, {matrix[0, 1]:.3g}],"
                 f" [{matrix[1, 0]:.3g}, {matrix[1, 1]:.3g}]]", fontsize=11, loc="left")
last = axes[1, 1]
for degrees, size in ((0, 9), (20, 6), (45, 3)):
    last.semilogy(tilt_losses[degrees], "o-", color=LOSS, ms=size, lw=1, mfc="none")
for k, text in ((0, "43"), (1, "14.56"), (2, "7.2448")):
    last.annotate(text, (k, tilt_losses[0][k]), (9, 3), textcoords="offset points", color=LOSS)
last.set(xlabel="steps", ylim=(0.03, 100), xlim=(-0.6, 12.6), xticks=range(0, 13, 4))
last.set_title("loss: all three runs", fontsize=11, loc="left")
plt.show()

# line 879
jobs = np.array([[1, 3], [2, 5], [3, 6], [4, 10.0]])  # (4, 2) GB, minutes
jobs_X = np.column_stack([np.ones(4), jobs[:, 0]])  # (4, 2): 1, GB
print(2 / 4 * jobs_X.T @ jobs_X)  # (2, 2)


# =============================================================================
# The SVD: rotate, stretch, rotate
# =============================================================================

# line 986
A = np.array([[3.0, 0.0], [4.0, 5.0]])  # (2, 2)
V = np.array([[1.0, -1.0], [1.0, 1.0]]) / np.sqrt(2)  # (2, 2) inputs, in columns
sigma = np.array([3 * np.sqrt(5), np.sqrt(5)])  # (2,)
U = A @ V / sigma  # (2, 2) outputs, in columns

stages = [("start", np.eye(2)), ("1. turn by $V^T$", V.T), ("2. stretch by Σ", np.diag(sigma) @ V.T),
          ("3. turn by $U$: A is done", A)]
fig, axes = plt.subplots(2, 2, figsize=(6, 6.4), layout="constrained")
for ax, (title, matrix) in zip(axes.flat, stages):
    stretched = title[0] in "23"
    limit = 8.6 if stretched else 1.75
    ax.plot(*circle, color=AXIS if stretched else INPUT, lw=1 if stretched else 1.5)
    if stretched:
        ax.plot(*(matrix @ circle), color=LOSS, lw=1.5)
    for j, color in enumerate((INPUT, TARGET)):
        tip = matrix @ V[:, j]  # (2,)
        arrow(ax, tip, color, 2.2)
        size = f"{np.linalg.norm(tip):.2f}"
        name = {"2": size, "3": f"σ{'₁₂'[j]}u{'₁₂'[j]}"}.get(title[0], f"v{'₁₂'[j]}")
        aside = np.linalg.norm(tip) + 0.14 * limit * abs(tip[0]) / np.linalg.norm(tip) + 0.12 * limit
        ax.text(*(tip / np.linalg.norm(tip) * aside), name, color=color, ha="center", va="center")
    ax.set_title(title, fontsize=11, loc="left")
    ticks = [-5, 0, 5] if stretched else [-1, 0, 1]
    ax.set(aspect="equal", xlim=(-limit, limit), ylim=(-limit, limit), xticks=ticks, yticks=ticks)
plt.show()

# line 1042
A = np.array([[3.0, 0.0], [4.0, 5.0]])  # (2, 2)
U, s, Vt = np.linalg.svd(A)  # (2, 2), (2,), (2, 2)
print("singular values", s.round(4), " 3√5 =", round(3 * 5 ** 0.5, 4))
print("eigenvalues    ", np.sort(np.linalg.eigvals(A)))
print("rebuilt        ", ((U * s) @ Vt).round(6).tolist())


# =============================================================================
# Keeping the strongest patterns
# =============================================================================


# -----------------------------------------------------------------------------
# A picture in a few patterns
# -----------------------------------------------------------------------------

# line 1241
across = np.linspace(-1.6, 1.6, 32)  # (32,) left to right
down = np.linspace(1.2, -1.2, 24)[:, None]  # (24, 1) top to bottom
image = 0.5 + 0.5 * np.cos(
    2 * across**2 + 2 * across * down + 2 * down**2)  # (24, 32)
print(image.shape, image.size)

# line 1280
def low_rank(table, k):
    """The best approximation of rank k, by Eckart and Young. Shape of the table."""
    left, values, right = np.linalg.svd(table, full_matrices=False)
    return (left[:, :k] * values[:k]) @ right[:k]

image_s = np.linalg.svd(image)[1]  # (24,)
energy = np.cumsum(image_s**2) / np.sum(image_s**2)  # (24,) kept by k = 1, 2, …
pixels = np.ones((8, 8))  # each cell as a block, so that it stays sharp

fig = plt.figure(figsize=(6, 6.3), layout="constrained")
panels = fig.subplot_mosaic([["full", "1"], ["3", "8"], ["bars", "bars"]], height_ratios=[1, 1, 0.85])
for name in ("full", "1", "3", "8"):
    k = 24 if name == "full" else int(name)
    panels[name].imshow(np.kron(low_rank(image, k), pixels), cmap="gray", vmin=0, vmax=1, interpolation="none")
    title = "the original: 768 numbers" if name == "full" else (
        f"k = {k}: {57 * k} numbers, error {100 * np.sqrt(1 - energy[k - 1]):.2g} %")
    panels[name].set_title(title, fontsize=11, loc="left")
    panels[name].set(xticks=[], yticks=[])
bars = panels["bars"]
kept = np.arange(1, 25) <= 8
bars.bar(np.arange(1, 25)[kept], image_s[kept], color=INPUT)
bars.bar(np.arange(1, 25)[~kept], image_s[~kept], fc="none", ec=AXIS)
bars.text(8.9, 2.2, "kept at k = 8", color=INPUT)
bars.set(xlabel="pattern", ylabel="singular value", xticks=[1, 3, 8, 12, 16, 20, 24])
plt.show()

# line 1319
values = np.linalg.svd(image)[1]  # (24,)
for k in (1, 3, 8, 13):
    kept = np.sum(values[:k]**2) / np.sum(values**2)
    error = np.sqrt(np.sum(values[k:]**2) / np.sum(values**2))
    print(f"k = {k:>2}  numbers {k * (24 + 32 + 1):>3}  "
          f"energy {kept:.3%}  error {error:.3%}")

# line 1379
straight = 0.5 + 0.5 * np.cos(across**2 + 3 * down**2)  # (24, 32)
for name, picture in (("turned", image), ("straight", straight)):
    values = np.linalg.svd(picture)[1]
    needed = np.sum(values > 1e-3 * values[0])  # to a thousandth
    print(f"{name:<9} patterns: {needed}  "
          f"third {values[2]:.3f}  fourth {values[3]:.3f}")


# =============================================================================
# PCA: the SVD of a centered table
# =============================================================================

# line 1479
jobs = np.array([[1, 3], [2, 5], [3, 6], [4, 10.0]])  # (4, 2)
centered = jobs - jobs.mean(axis=0)  # (4, 2)
U, s, Vt = np.linalg.svd(centered, full_matrices=False)
print(f"slope of the first direction  {Vt[0, 1] / Vt[0, 0]:.3f}")
print(f"share of the variance         {s[0]**2 / np.sum(s**2):.2%}")
cov = centered.T @ centered / (len(jobs) - 1)  # (2, 2)
print("variances, from the SVD       ", (s**2 / 3).round(4))
print("eigenvalues of the covariance ", np.linalg.eigvalsh(cov).round(4))

# line 1549
mean = jobs.mean(axis=0)  # (2,)
direction = Vt[0] * np.sign(Vt[0, 0])  # (2,)
feet = mean + np.outer(centered @ direction, direction)  # (4, 2)
xs = np.array([0.4, 4.6])

fig, ax = plt.subplots(figsize=(6, 6.6))
ax.plot(xs, 0.5 + 2.2 * xs, color=LOSS, lw=1.5, dashes=(5, 2))
ax.plot(xs, mean[1] + direction[1] / direction[0] * (xs - mean[0]), color=INPUT, lw=2)
for (x0, y0), foot in zip(jobs, feet):
    ax.plot([x0, x0], [y0, 0.5 + 2.2 * x0], color=LOSS, lw=1.2, dashes=(1, 1.5))
    ax.plot([x0, foot[0]], [y0, foot[1]], color=INPUT, lw=2)
ax.plot(*jobs.T, "o", mfc="none", mec=TARGET, mew=2, ms=9)
ax.plot(*mean, "+", color=INK, ms=11, mew=1.5)
ax.text(2.2, 6.25, "mean", color=INK, ha="right", va="center")
ax.text(4.75, 11.2, "PCA: 2.337", color=INPUT, va="center")
ax.text(4.75, 10.3, "regression: 2.2", color=LOSS, va="center")
ax.set(xlabel="input, GB", ylabel="run time, minutes", xlim=(0, 8), ylim=(0.5, 11.9),
       xticks=range(1, 5), aspect="equal")
plt.show()

# line 1576
falling = np.array([[9, 11], [10, 10], [11, 9.0]])  # (3, 2)
print("uncentered:", np.linalg.svd(falling)[1].round(3))
print("centered:  ", np.linalg.svd(falling - falling.mean(axis=0))[1].round(3))

mb_s, mb_Vt = np.linalg.svd(centered * [1000, 1], full_matrices=False)[1:]
mb_slope = mb_Vt[0, 1] / mb_Vt[0, 0]
mb_share = 100 * mb_s[0]**2 / np.sum(mb_s**2)
print(f"in MB: slope {mb_slope:.4f}, share {mb_share:.4f} %")


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
