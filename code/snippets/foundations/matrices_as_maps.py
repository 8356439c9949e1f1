"""Matrices as maps: what a table does to a vector

Made from book/foundations/matrices-as-maps.md by `make snippets`: edit that, not this.
Run it: python code/snippets/foundations/matrices_as_maps.py
"""

# line 26
import sqlite3

import matplotlib.pyplot as plt
import numpy as np

# One color for each role, the same in every figure of the book.
INPUT, LOSS, GRAD = "#1f5fbf", "#b3401c", "#7a3ca3"
STEP, TARGET, AXIS, INK = "#8a5a00", "#1c7349", "#5b6470", "#1b1f24"


# =============================================================================
# A report that you have already written
# =============================================================================


# =============================================================================
# Columns say where the basis lands
# =============================================================================

# line 128
A = np.array([[2.0, -1.0], [1.0, 1.0]])  # (2, 2)
e1 = np.array([1.0, 0.0])  # (2,) the basis vectors
e2 = np.array([0.0, 1.0])  # (2,)
print(A @ e1, A @ e2)  # the columns of A

v = np.array([2.0, 1.0])  # (2,)
print(A @ v, v[0] * (A @ e1) + v[1] * (A @ e2))

# line 158
def arrow(ax, start, end, color, dashed=False):
    ax.annotate("", end, start, arrowprops=dict(
        arrowstyle="-|>", color=color, lw=1.8, shrinkA=0, shrinkB=0,
        linestyle=(0, (4, 2)) if dashed else "-"))

fig, axes = plt.subplots(1, 2, figsize=(6, 3.4), layout="constrained")
for ax, M, names in zip(axes, (np.eye(2), A), (("e₁", "e₂"), ("column 1", "column 2"))):
    one, two = M.T
    arrow(ax, (0, 0), one, INPUT)
    arrow(ax, one, 2 * one, INPUT)
    arrow(ax, 2 * one, 2 * one + two, INPUT, dashed=True)
    ax.plot(*(2 * one + two), "o", color=LOSS, ms=7)
    x, y = 2 * one + two
    ax.text(x + 0.15, y + 0.12, f"({x:g}, {y:g})", color=LOSS)
    ax.text(*(one / 2 + [0.12, -0.42]), names[0], color=INPUT)
    ax.text(*(2 * one + two / 2 + [0.15, -0.05]), names[1], color=INPUT)
    ax.axhline(0, color=AXIS, lw=0.7)
    ax.axvline(0, color=AXIS, lw=0.7)
    ax.set(aspect="equal", xlim=(-0.6, 5.6), ylim=(-0.9, 3.8), xticks=range(6), yticks=range(4))
axes[0].set_title("input v", color=INPUT)
axes[1].set_title("output Av", color=LOSS)
plt.show()


# -----------------------------------------------------------------------------
# What makes a map linear
# -----------------------------------------------------------------------------


# =============================================================================
# Watch the whole grid
# =============================================================================

# line 431
SQUARE = np.array([[0, 1, 1, 0], [0, 0, 1, 1.0]])  # (2, 4) corners in columns
LETTER = np.array([[0.2, 0.4, 0.4, 0.65, 0.65, 0.4, 0.4, 0.8, 0.8, 0.2],
                   [0.1, 0.1, 0.45, 0.45, 0.6, 0.6, 0.75, 0.75, 0.9, 0.9]])  # (2, 10) an F

def draw_map(ax, M, reach=6):
    """The grid, the unit square, the letter F and the basis after the map M."""
    for t in range(-reach, reach + 1):
        for line in ([[t, t], [-reach, reach]], [[-reach, reach], [t, t]]):
            ax.plot(*(M @ np.array(line)), color=AXIS, lw=0.6, alpha=0.7)
    ax.fill(*(M @ SQUARE), color=LOSS, alpha=0.16, lw=0)
    ax.fill(*(M @ LETTER), color=LOSS, lw=0)
    for column in M.T:
        arrow(ax, (0, 0), column, INPUT)
    ax.set(aspect="equal", xlim=(-1.6, 2.6), ylim=(-1.3, 2.3))
    ax.axis("off")

shear = np.array([[1.0, 1.0], [0.0, 1.0]])
fig, axes = plt.subplots(1, 2, figsize=(6, 3), layout="constrained")
for ax, M, title in zip(axes, (np.eye(2), shear), ("before", "after: area 1")):
    draw_map(ax, M)
    ax.set_title(title)
    for j, name in enumerate(("column 1", "column 2")):
        x, y = M[:, j]
        ax.text(x + 0.08, y + (-0.32 if j == 0 else 0.1), f"({x:g}, {y:g})", color=INPUT)
plt.show()

# line 479
gallery = {"stretch": [[2, 0], [0, 0.5]], "turn": [[0, -1], [1, 0]],
           "mirror": [[-1, 0], [0, 1]], "shear": [[1, 1], [0, 1]],
           "onto the x axis": [[1, 0], [0, 0]], "onto a diagonal": [[0.5, 0.5], [0.5, 0.5]]}
fig, axes = plt.subplots(2, 3, figsize=(6, 5), layout="constrained")
for ax, (name, rows) in zip(axes.flat, gallery.items()):
    draw_map(ax, np.array(rows, dtype=float))
    ax.set_title(name, loc="center")
    text = "\n".join("  ".join(f"{entry:g}".replace("-", "−") for entry in row) for row in rows)
    ax.text(0.5, -0.02, text, transform=ax.transAxes, ha="center", va="top", color=INPUT)
plt.show()


# =============================================================================
# From weights to predictions
# =============================================================================

# line 528
X = np.array([[1, 1], [1, 2], [1, 3], [1, 4.0]])  # (4, 2): 1, gigabytes
w = np.array([0.5, 2.2])  # (2,) minutes, minutes per gigabyte

print(X @ w)  # (4,) one prediction for each job
print(0.5 * X[:, 0] + 2.2 * X[:, 1])  # the same, as a mix of columns
print([float(row @ w) for row in X[:2]], "…")  # the same, row by row


# =============================================================================
# Two maps in a row
# =============================================================================

# line 661
def draw_cells(ax, rows, x0, y0, color, marked):
    """A matrix as boxes of numbers, its upper left corner at (x0, y0)."""
    for i, row in enumerate(rows):
        for j, entry in enumerate(row):
            lw = 2.4 if (i, j) in marked else 0.8
            ax.add_patch(plt.Rectangle((x0 + j, y0 - i - 1), 1, 1, fill=False, ec=color, lw=lw))
            ax.text(x0 + j + 0.5, y0 - i - 0.5, str(entry), color=color,
                    ha="center", va="center", fontsize=14)

left, right = [[1, 2], [3, 4]], [[5, 6], [7, 8]]
fig, ax = plt.subplots(figsize=(6, 3.6))
draw_cells(ax, left, 0, 2, INPUT, {(1, 0), (1, 1)})
draw_cells(ax, right, 2.6, 4.6, INPUT, {(0, 0), (1, 0)})
draw_cells(ax, [[19, 22], [43, 50]], 2.6, 2, LOSS, {(1, 0)})
ax.text(-0.2, 1, "A", color=INPUT, ha="right", va="center", fontsize=14)
ax.text(3.6, 4.75, "B", color=INPUT, ha="center", va="bottom", fontsize=14)
ax.text(4.8, 1, "AB", color=LOSS, ha="left", va="center", fontsize=14)
ax.text(4.8, 0.3, "43 = 3 · 5 + 4 · 7", color=LOSS, ha="left", va="center")
ax.set(xlim=(-0.8, 7.4), ylim=(-0.1, 5.3), aspect="equal")
ax.axis("off")
plt.show()

# line 746
R = np.array([[0.0, -1.0], [1.0, 0.0]])  # quarter turn
S = np.array([[1.0, 1.0], [0.0, 1.0]])  # shear
fig, axes = plt.subplots(1, 2, figsize=(6, 3.2), layout="constrained")
for ax, M, title in zip(axes, (S @ R, R @ S), ("SR: turn, then shear", "RS: shear, then turn")):
    draw_map(ax, M)
    ax.set_title(title)
    for j, nudge in enumerate(((0.08, 0.06), (-0.1, 0.12))):
        x, y = M[:, j]
        ax.text(x + nudge[0], y + nudge[1], f"({x:g}, {y:g})".replace("-", "−"), color=INPUT,
                ha="left" if j == 0 else "right")
    ax.set(xlim=(-2.2, 2), ylim=(-1.1, 2.5))
plt.show()

# line 767
A = np.array([[1.0, 2.0], [3.0, 4.0]])  # (2, 2) sales: store, item
B = np.array([[5.0, 6.0], [7.0, 8.0]])  # (2, 2) prices: item, list
print("A @ B", *(A @ B).tolist())
print("B @ A", *(B @ A).tolist())
print("A * B", *(A * B).tolist())


# =============================================================================
# A product is a join with a group-by
# =============================================================================

# line 867
PRODUCT = """
SELECT i, j, SUM(A.v * B.v)
FROM A JOIN B USING (k)
GROUP BY i, j
ORDER BY i, j
"""

def sql_product(A, B, query=PRODUCT):
    """Run the query on cells (row, column, value). Returns its rows."""
    db = sqlite3.connect(":memory:")
    db.execute("CREATE TABLE A (i, k, v)")
    db.execute("CREATE TABLE B (k, j, v)")
    db.executemany("INSERT INTO A VALUES (?, ?, ?)", A)
    db.executemany("INSERT INTO B VALUES (?, ?, ?)", B)
    return db.execute(query).fetchall()

sales = [(1, 1, 1), (1, 2, 2), (2, 1, 3), (2, 2, 4)]  # store, item
prices = [(1, 1, 5), (1, 2, 6), (2, 1, 7), (2, 2, 8)]  # item, list
print(sql_product(sales, prices))


# -----------------------------------------------------------------------------
# Where the two part
# -----------------------------------------------------------------------------

# line 944
store_1 = [(i, k, v) for i, k, v in sales if i == 1]
print("missing  ", sql_product(store_1, prices))

unknown = [(1, 1, None), *prices[1:]]  # NULL: one price is not known
print("NULL     ", sql_product(sales, unknown))

twice = [*prices, (1, 1, 5)]  # the same price, loaded twice
print("duplicate", sql_product(sales, twice))

holes = np.array([[np.nan, 6.0], [7.0, 8.0]])  # (2, 2)
print("NaN      ", *(A @ holes).tolist())


# -----------------------------------------------------------------------------
# Powers count the paths of a DAG
# -----------------------------------------------------------------------------

# line 1037
places = {"raw": (0, 0), "clean": (1.7, 0.8), "users": (1.7, -0.8), "report": (3.4, 0)}
edges = [("raw", "clean"), ("raw", "users"), ("clean", "users"), ("clean", "report"), ("users", "report")]
fig, ax = plt.subplots(figsize=(6, 2.4))
boxes = {name: ax.text(*at, name, color=INK, ha="center", va="center", bbox=dict(
    boxstyle="round,pad=0.35", fc="none", ec=INPUT if name == "raw" else LOSS if name == "report" else AXIS,
    lw=1.4)).get_bbox_patch() for name, at in places.items()}
for start, end in edges:
    ax.annotate("", places[end], places[start], arrowprops=dict(
        arrowstyle="-|>", color=AXIS, lw=1.4, patchA=boxes[start], patchB=boxes[end], shrinkA=3, shrinkB=3))
ax.set(xlim=(-0.5, 4), ylim=(-1.15, 1.15))
ax.axis("off")
plt.show()

# line 1054
names = ["raw", "clean", "users", "report"]
M = np.array([[0.0, 1, 1, 0],  # raw    -> clean, users
              [0.0, 0, 1, 1],  # clean  -> users, report
              [0.0, 0, 0, 1],  # users  -> report
              [0.0, 0, 0, 0]])  # (4, 4)
for hops in (1, 2, 3, 4):
    power = np.linalg.matrix_power(M, hops)
    print("hops:", hops, " raw to report:", power[0, 3],
          " all pairs:", power.sum())


# =============================================================================
# Parentheses cost nothing, or 500 times as much
# =============================================================================

# line 1158
def draw_boxes(ax, x0, y0, parts):
    """Boxes side by side: (name, width, color) or a sign; heights are 2."""
    for name, width, color in parts:
        if width:
            ax.add_patch(plt.Rectangle((x0, y0), width, 2, fill=color == LOSS, fc=LOSS,
                                       alpha=None, ec=color, lw=1.6))
            ax.text(x0 + width / 2, y0 - 0.15, name, color=color, ha="center", va="top")
        else:
            ax.text(x0 + 0.35, y0 + 1, name, color=INK, ha="center", va="center", fontsize=15)
        x0 += (width or 0.7) + 0.3

fig, (top, bottom) = plt.subplots(2, 1, figsize=(6, 6), layout="constrained",
                                  gridspec_kw=dict(height_ratios=[1, 1.15]))
wide, thin = 2, 0.16
draw_boxes(top, 0, 3.4, [("(", 0, INK), ("A", wide, INPUT), ("B", wide, INPUT), (")", 0, INK),
                         ("v", thin, INPUT), ("→", 0, INK), ("AB", wide, LOSS), ("v", thin, INPUT)])
draw_boxes(top, 0, 0, [("A", wide, INPUT), ("(", 0, INK), ("B", wide, INPUT), ("v", thin, INPUT),
                       (")", 0, INK), ("→", 0, INK), ("A", wide, INPUT), ("Bv", thin, LOSS)])
top.text(11.2, 4.4, "makes n²\nnumbers", color=LOSS, va="center")
top.text(11.2, 1.0, "makes n\nnumbers", color=LOSS, va="center")
top.set(xlim=(-0.2, 13.6), ylim=(-0.9, 5.6), aspect="equal")
top.axis("off")
sizes = np.logspace(1, 4, 50)
bottom.loglog(sizes, 2 * sizes**3 + 2 * sizes**2, color=LOSS, lw=2)
bottom.loglog(sizes, 4 * sizes**2, color=TARGET, lw=2, dashes=(6, 1.5))
bottom.plot([1000, 1000], [4e6, 2.002e9], color=AXIS, lw=1, dashes=(1, 1.5))
bottom.plot([1000, 1000], [4e6, 2.002e9], "o", color=INK)
bottom.text(900, 4e9, "2.002e9", color=LOSS, ha="right")
bottom.text(1150, 1.2e6, "4e6", color=TARGET)
bottom.text(1100, 6e7, "500 times", color=AXIS)
bottom.text(150, 3e7, "(AB)v", color=LOSS, ha="right")
bottom.text(100, 1e4, "A(Bv)", color=TARGET)
bottom.set(xlabel="n, rows and columns of A and B", ylabel="flops")
plt.show()

# line 1204
def flops(*shapes):
    """Work of multiplying from left to right, 2mkn for each product."""
    (m, k), *rest = shapes
    total = 0.0
    for k, n in rest:
        total += 2.0 * m * k * n  # (m, k) @ (k, n)
    return total

n = 1000
left = flops((n, n), (n, n), (n, 1))  # (A @ B) @ v
right = flops((n, n), (n, 1)) + flops((n, n), (n, 1))  # A @ (B @ v)
print(f"(A @ B) @ v  {left:.4g} flops")
print(f"A @ (B @ v)  {right:.4g} flops, {left / right:.1f} times less")


# =============================================================================
# Run the arrows backward
# =============================================================================

# line 1303
M = np.array([[0.0, 1, 1, 0], [0.0, 0, 1, 1],
              [0.0, 0, 0, 1], [0.0, 0, 0, 0]])  # raw, clean, users, report
users = np.array([0.0, 0.0, 1.0, 0.0])  # (4,) a mark on one table
print("built from users: ", users @ M)
print("users built from: ", users @ M.T)

# line 1346
import torch

layer = torch.nn.Linear(3, 2, bias=False)  # 3 inputs, 2 outputs
rows = torch.ones(100, 3)  # (100, 3) examples in rows
print(tuple(layer.weight.shape), tuple(layer(rows).shape))
print(bool(torch.allclose(layer(rows), rows @ layer.weight.T)))


# =============================================================================
# What a map loses
# =============================================================================

# line 1431
flat = np.array([[1.0, 2.0], [0.5, 1.0]])
fig, (before, after) = plt.subplots(1, 2, figsize=(6, 3.2), layout="constrained")
for level, marker, color in [(-2, "s", GRAD), (0, "o", INPUT), (2, "^", STEP)]:
    xs = np.array([-2.0, 0.0, 2.0])
    points = np.array([xs, (level - xs) / 2])  # (2, 3) on x + 2y = level
    ends = np.array([[-2.7, 2.7], [(level + 2.7) / 2, (level - 2.7) / 2]])
    before.plot(*ends, color=color, lw=1.2, dashes=(4, 2))
    before.plot(*points, marker, color=color, ms=7)
    x, y = (flat @ points)[:, 0]
    after.plot(x, y, marker, color=color, ms=10)
    after.text(x + 0.25, y - 0.45, f"({x:g}, {y:g})".replace("-", "−"), color=color)
after.plot([-3, 3], [-1.5, 1.5], color=AXIS, lw=1, zorder=0)
for ax, title in ((before, "before"), (after, "after")):
    ax.set(aspect="equal", xlim=(-3.2, 4), ylim=(-2.6, 2.6), xticks=[-2, 0, 2], yticks=[-2, 0, 2])
    ax.set_title(title)
plt.show()

# line 1505
gb = np.array([1.0, 2.0, 3.0, 4.0])  # (4,)
X3 = np.column_stack([np.ones(4), gb, 1000 * gb])  # (4, 3)
print("columns:", X3.shape[1], " rank:", np.linalg.matrix_rank(X3))
for w3 in ([0.5, 2.2, 0.0], [0.5, 0.2, 0.002], [0.5, -7.8, 0.01]):
    print(w3, "->", (X3 @ np.array(w3)).round(6))


# =============================================================================
# Undo, if nothing was lost
# =============================================================================

# line 1610
almost = np.array([[1.0, 1.0], [1.0, 1.001]])  # determinant 0.001
for b in ([2.0, 2.0], [2.0, 2.001]):
    print("b =", b, " x =", np.linalg.solve(almost, np.array(b)).round(6))

# line 1622
try:
    np.linalg.solve(np.array([[1.0, 2.0], [2.0, 4.0]]), np.array([1.0, 2.0]))
except np.linalg.LinAlgError as error:
    print("LinAlgError:", error)


# =============================================================================
# A whole descent is one matrix
# =============================================================================

# line 1707
H = np.array([[2.0, 0.0], [0.0, 6.0]])  # (2, 2)
one_step = np.eye(2) - 0.1 * H  # (2, 2)
for k in (0, 1, 2):
    w = np.linalg.matrix_power(one_step, k) @ np.array([4.0, 3.0])
    print("steps taken:", k, " w =", w.round(6),
          f" height {w @ H @ w / 2:.6g}")


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
