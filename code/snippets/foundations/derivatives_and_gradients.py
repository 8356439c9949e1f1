"""Derivatives and gradients: the engine of learning

Made from book/foundations/derivatives-and-gradients.md by `make snippets`: edit that, not this.
Run it: python code/snippets/foundations/derivatives_and_gradients.py
"""

# line 30
import matplotlib.pyplot as plt
import numpy as np

# One color for each role, the same in every figure of the book.
INPUT, LOSS, GRAD = "#1f5fbf", "#b3401c", "#7a3ca3"
STEP, TARGET, AXIS, INK = "#8a5a00", "#1c7349", "#5b6470", "#1b1f24"


# =============================================================================
# A loop that you have already written
# =============================================================================


# =============================================================================
# Why derivatives at all
# =============================================================================

# line 154
scores = np.array([0.3, -0.2, 0.8, -0.9])  # (4,) one per example
labels = np.array([1.0, 1.0, 1.0, 0.0])  # (4,)

def accuracy(w):
    return np.mean((w * scores > 0) == labels)

def squared_error(w):
    return np.mean((w * scores - labels) ** 2)

for w in (1.0, 1.001, 1.01):
    print(f"w = {w:<5}  accuracy {accuracy(w)}  "
          f"squared error {squared_error(w):.6f}")


# =============================================================================
# The derivative from scratch
# =============================================================================

# line 180
def square(x):
    return x ** 2

def slope(f, x, h):
    """Slope of the secant line of f from x to x + h."""
    return (f(x + h) - f(x)) / h

print(f"{slope(square, 1, 0.1):.6g}  {slope(square, 1, 0.01):.6g}")

# line 226
xs = np.linspace(0.35, 2.25, 200)
fig, ax = plt.subplots(figsize=(6, 3.7))
ax.plot(xs, square(xs), color=LOSS, lw=2.2)
ax.text(0.45, 0.55, "f(x) = x²", color=LOSS, ha="left")
for h, dashes in [(1.0, (1, 1.5)), (0.5, (4, 2)), (0.2, (8, 2))]:
    m = slope(square, 1, h)
    ax.plot(xs, 1 + m * (xs - 1), color=STEP, lw=1.3, dashes=dashes)
    ax.plot(1 + h, square(1 + h), "o", color=STEP)
    ax.text(2.28, 1 + m * 1.25, f"h = {h}: slope {m:.1f}", color=STEP, va="center")
ax.plot(xs, 1 + 2 * (xs - 1), color=GRAD, lw=2.2)
ax.text(2.28, 3.3, "tangent: slope 2", color=GRAD, va="center")
ax.plot(1, 1, "o", color=INPUT, ms=8)
ax.annotate("(1, 1)", (1, 1), (0.98, 1.35), color=INPUT, ha="right")
ax.set(xlabel="x", ylabel="f(x)", xlim=(0.3, 3.05), ylim=(-0.4, 5.1), xticks=[0.5, 1, 1.5, 2])
plt.show()


# -----------------------------------------------------------------------------
# The limit
# -----------------------------------------------------------------------------


# -----------------------------------------------------------------------------
# One object, three readings
# -----------------------------------------------------------------------------

# line 383
def relu(x):
    return np.maximum(x, 0)

panels = [("x²", square, -1.5, -3), ("x³", lambda x: x ** 3, 0, 0),
          ("sin x", np.sin, 0, 1), ("ReLU", relu, 0, None)]
fig, axes = plt.subplots(2, 2, figsize=(6, 5), layout="constrained")
for ax, (name, f, x0, m) in zip(axes.flat, panels):
    xs = np.linspace(-2.2, 2.2, 201)
    reach = np.linspace(x0 - 1.1, x0 + 1.1, 2)
    ax.plot(xs, f(xs), color=LOSS, lw=2)
    if m is None:
        ax.plot([0, 1.5], [0, 1.5], color=GRAD, lw=3, dashes=(2, 1))
        ax.plot([-1.5, 0], [0, 0], color=GRAD, lw=3, dashes=(2, 1))
        ax.text(-1.9, 0.25, "slope 0", color=GRAD)
        ax.text(0.35, 1.55, "slope 1", color=GRAD, ha="right")
    else:
        s = slope(f, x0, 0.8)
        ax.plot(reach, f(x0) + s * (reach - x0), color=STEP, lw=1.3, dashes=(4, 2))
        ax.plot(x0 + 0.8, f(x0 + 0.8), "o", color=STEP, ms=4)
        ax.plot(reach, f(x0) + m * (reach - x0), color=GRAD, lw=2)
    ax.plot(x0, f(x0), "o", color=INPUT)
    ax.set_title(f"{name} at {x0:g}".replace("-", "−")
                 + ("" if m is None else f": slope {m}".replace("-", "−")), fontsize=12)
    ax.set(ylim=(-2.3, 5.6) if name == "x²" else (-2.3, 2.3), xlim=(-2.3, 2.3))
plt.show()


# -----------------------------------------------------------------------------
# Slopes by machine
# -----------------------------------------------------------------------------

# line 461
hs = 10.0 ** np.arange(-15, 0.01, 0.25)
errors = np.abs(slope(np.sin, 1.0, hs) - np.cos(1.0))
fig, ax = plt.subplots(figsize=(6, 3.3))
ax.loglog(hs, errors, "o-", color=LOSS, ms=3.5, lw=1)
ax.loglog(hs, hs * np.sin(1) / 2, color=AXIS, lw=1, dashes=(4, 2))
ax.loglog(hs, 2.2e-16 / hs, color=AXIS, lw=1, dashes=(1, 1.5))
ax.text(2e-4, 3e-6, "truncation", color=AXIS)
ax.text(3e-15, 1e-5, "rounding", color=AXIS)
ax.axvline(1e-8, color=TARGET, lw=1)
ax.text(1.6e-8, 0.03, "$h = 10^{-8}$", color=TARGET)
ax.set(xlabel="h", ylabel="error of the slope", ylim=(1e-11, 3))
plt.show()


# =============================================================================
# Rules you will actually use
# =============================================================================


# =============================================================================
# The chain rule
# =============================================================================

# line 615
def h_of_x(x):
    return (3 * x + 1) ** 2

print(f"{slope(h_of_x, 0, 0.01):.2f}")  # exact: 6; the gap is 9h


# -----------------------------------------------------------------------------
# Several paths
# -----------------------------------------------------------------------------

# line 705
def draw_graph(ax, nodes, edges):
    """nodes: name -> (x, y, text, color); edges: (from, to, text, bend)."""
    boxes = {}
    for name, (x0, y0, text, color) in nodes.items():
        drawn = ax.text(x0, y0, text, color=color, ha="center", va="center",
                        bbox=dict(boxstyle="round,pad=0.35", fc="none", ec=color, lw=1.4))
        boxes[name] = drawn.get_bbox_patch()
    for a, b, text, bend in edges:
        (xa, ya), (xb, yb) = nodes[a][:2], nodes[b][:2]
        ax.annotate("", (xb, yb), (xa, ya), arrowprops=dict(
            arrowstyle="-|>", color=GRAD, lw=1.5, patchA=boxes[a], patchB=boxes[b],
            shrinkA=3, shrinkB=3, connectionstyle=f"arc3,rad={bend}"))
        dx, dy = xb - xa, yb - ya
        ax.text((xa + xb) / 2 + bend * dy / 2, (ya + yb) / 2 - bend * dx / 2 + 0.12,
                text, color=GRAD, ha="center", va="bottom")
    ax.axis("off")

fig, ax = plt.subplots(figsize=(6, 2.8))
draw_graph(ax, {"x": (0, 0, "x = 2", INPUT), "y": (0, 2.1, "y = 3", INPUT),
                "p": (1.9, 1.5, "p = xy\n= 6", INK), "u": (4, 0.7, "u = p + x\n= 8", INK),
                "f": (6.3, 0.7, "f = u²\n= 64", LOSS)},
           [("y", "p", "x = 2", 0), ("x", "p", "y = 3", 0), ("p", "u", "1", 0),
            ("x", "u", "1", 0.12), ("u", "f", "2u = 16", 0)])
ax.set(xlim=(-0.6, 7), ylim=(-0.6, 2.5))
plt.show()


# =============================================================================
# Partial derivatives
# =============================================================================


# =============================================================================
# The gradient
# =============================================================================


# -----------------------------------------------------------------------------
# Which way it points
# -----------------------------------------------------------------------------

# line 901
def bowl(w):
    """The book's bowl, x² + 3y², at w of shape (2,) or (2, …)."""
    return w[0] ** 2 + 3 * w[1] ** 2

def grad_bowl(w):
    """Its gradient, [2x, 6y], in the shape of w."""
    return np.array([2 * w[0], 6 * w[1]])

print(grad_bowl(np.array([4.0, 3.0])))

# line 923
def draw_contours(ax, levels, xlim, ylim):
    grid = np.array(np.meshgrid(np.linspace(*xlim, 200), np.linspace(*ylim, 200)))
    ax.contour(*grid, bowl(grid), levels=levels, colors=AXIS, linewidths=0.7)
    ax.plot(0, 0, "o", ms=9, mfc="none", mec=TARGET, mew=1.8)
    ax.set(aspect="equal", xlabel="x", ylabel="y", xlim=xlim, ylim=ylim,
           xticks=range(-4, 7, 2), yticks=range(-4, 5, 2))
    ax.set(xlim=xlim, ylim=ylim)

fig, ax = plt.subplots(figsize=(6, 4.4))
draw_contours(ax, [2, 8, 18, 43, 75], (-5.6, 6.6), (-4, 4.6))
for x0, y0 in [(4, 3), (-4, 2), (-1.5, -2.2), (3.6, -1.2)]:
    g = grad_bowl(np.array([x0, y0]))
    ax.annotate("", (x0 + g[0] / 14, y0 + g[1] / 14), (x0, y0),
                arrowprops=dict(arrowstyle="-|>", color=GRAD, lw=1.8, shrinkA=0))
    ax.plot(x0, y0, "o", color=INPUT, ms=5)
ax.annotate("", (4 - 8 / 10, 3 - 18 / 10), (4, 3),
            arrowprops=dict(arrowstyle="-|>", color=STEP, lw=1.8, shrinkA=0))
ax.plot([4, 0], [3, 0], color=TARGET, lw=1.2, dashes=(3, 2))
ax.text(3.9, 4.05, "gradient\n[8, 18]", color=GRAD, va="center", ha="right")
ax.text(3.75, 1.8, "against it", color=STEP)
ax.text(1.75, 1.55, "to the minimum", color=TARGET, ha="right")
plt.show()


# =============================================================================
# Gradient descent
# =============================================================================


# -----------------------------------------------------------------------------
# Why a small step goes down
# -----------------------------------------------------------------------------


# =============================================================================
# One run by hand, then in NumPy
# =============================================================================

# line 1231
def descend(grad, start, eta, steps):
    """The points of a run: row k is the point after k steps.

    Shape (steps + 1, d).
    """
    w = np.array(start, dtype=float)  # (d,)
    path = [w]
    for _ in range(steps):
        w = w - eta * grad(w)  # (d,)
        path.append(w)
    return np.array(path)

path = descend(grad_bowl, [4, 3], eta=0.1, steps=20)
for k in (0, 1, 2, 3, 20):
    print(f"steps taken: {k:>2}  w = {path[k].round(4)}  "
          f"loss = {bowl(path[k]):.6g}")

# line 1273
for eta in (0.001, 0.1, 0.4):
    losses = [bowl(w) for w in descend(grad_bowl, [4, 3], eta, 20)]
    print(f"eta = {eta:<5}  {losses[1]:.2f}  {losses[2]:.2f}  …  "
          f"{losses[20]:.3g}")


# -----------------------------------------------------------------------------
# The exact limit
# -----------------------------------------------------------------------------

# line 1307
etas = np.linspace(0, 0.42, 100)
fig, ax = plt.subplots(figsize=(6, 3.5))
for bound in (-1, 1):
    ax.axhline(bound, color=AXIS, lw=1, dashes=(4, 2))
ax.plot(etas, 1 - 2 * etas, color=INPUT, lw=2)
ax.plot(etas, 1 - 6 * etas, color=GRAD, lw=2, dashes=(6, 1.5))
ax.text(0.425, 0.16, "1 − 2η, for x", color=INPUT, va="center")
ax.text(0.425, -1.52, "1 − 6η, for y", color=GRAD, va="center")
for eta, name in [(1 / 6, "1/6\ny in one step"), (1 / 4, "1/4\nbest"), (1 / 3, "1/3\nlimit")]:
    ax.plot([eta, eta], [-1.6, 1.1], color=TARGET, lw=1, dashes=(1, 1.5))
    ax.text(eta, 1.17, name, color=TARGET, ha="center", va="bottom")
ax.set(xlabel="learning rate η", ylabel="factor per step",
       xlim=(0, 0.56), ylim=(-1.7, 1.95), yticks=[-1, -0.5, 0, 0.5, 1], xticks=[0, 0.1, 0.2, 0.3, 0.4])
plt.show()

# line 1328
rates = {"0.001": 0.001, "0.1": 0.1, "1/6": 1/6, "0.2": 0.2,
         "1/4": 1/4, "0.3": 0.3, "1/3": 1/3, "0.35": 0.35, "0.4": 0.4}
print("eta      1-2eta  1-6eta  after 1  after 2   after 20")
for name, eta in rates.items():
    losses = bowl(descend(grad_bowl, [4, 3], eta, 20).T)  # (21,)
    print(f"{name:<7} {1 - 2*eta:7.3f} {1 - 6*eta:7.3f} "
          f"{losses[1]:8.4g} {losses[2]:8.4g} {losses[20]:10.4g}")

# line 1381
fig, axes = plt.subplots(3, 2, figsize=(6, 8), layout="constrained")
for (left, right), eta in zip(axes, (0.05, 0.3, 0.4)):
    path = descend(grad_bowl, [4, 3], eta, 12)
    draw_contours(left, [1, 5, 14.56, 43, 100], (-5, 5), (-5, 5))
    left.plot(*path.T, "o-", color=STEP, ms=4, lw=1.3, clip_on=True)
    for k in (0, 1, 2) if eta > 0.05 else (0, 4):
        left.annotate(str(k), path[k], (6, 4), textcoords="offset points", color=INK,
                      annotation_clip=True)
    right.semilogy(bowl(path.T), "o-", color=LOSS, ms=4, lw=1.3)
    right.set(ylim=(1e-3, 2e5), xlim=(-0.5, 12.5), xticks=range(0, 13, 4))
    right.set_ylabel("loss")
    left.set_title(f"η = {eta}", loc="left", fontsize=12)
axes[2, 1].set_xlabel("steps")
plt.show()

# line 1412
def first_step(test, eta=0.4, steps=3000):
    """The first step after which the loss of the run from (4, 3) passes a test."""
    with np.errstate(all="ignore"):
        losses = bowl(descend(grad_bowl, [4, 3], eta, steps).T)   # (steps + 1,)
    return int(np.argmax(test(losses)))

print("inf after step", first_step(np.isinf), "and NaN after step", first_step(np.isnan))


# -----------------------------------------------------------------------------
# Overshoot or flipped sign?
# -----------------------------------------------------------------------------

# line 1509
def uphill(w):
    return -grad_bowl(w)

slow = descend(uphill, [4, 3], eta=0.001, steps=3)
print("flipped sign, eta = 0.001:", bowl(slow.T).round(2))
print("y, flipped,   eta = 0.1  :", descend(uphill, [4, 3], 0.1, 2)[:, 1])
print("y, overshoot, eta = 0.4  :", descend(grad_bowl, [4, 3], 0.4, 2)[:, 1])


# =============================================================================
# Vectorized gradients
# =============================================================================

# line 1569
boxes = [(0.0, 2, 1, "∇L", "(d,)", GRAD), (2.9, 2, 6, "$X^\\top$", "(d, n)", INPUT),
         (9.6, 6, 2, "X", "(n, d)", INPUT), (12.2, 2, 1, "w", "(d,)", INPUT),
         (14.4, 6, 1, "y", "(n,)", TARGET)]
fig, ax = plt.subplots(figsize=(6, 2.8))
for x0, rows, cols, name, shape, color in boxes:
    ax.add_patch(plt.Rectangle((x0, -rows / 2), cols, rows, fill=False, ec=color, lw=1.8))
    ax.text(x0 + cols / 2, 0, name, color=color, ha="center", va="center", fontsize=12)
    ax.text(x0 + cols / 2, -rows / 2 - 0.35, shape, color=AXIS, ha="center", va="top")
for x0, sign in [(1.95, "= 2/n"), (9.25, "("), (13.8, "−"), (15.8, ")")]:
    ax.text(x0, 0, sign, ha="center", va="center", fontsize=15 if len(sign) == 1 else 12, color=INK)
ax.set(xlim=(-0.3, 16.2), ylim=(-4.4, 3.3), aspect="equal")
ax.axis("off")
plt.show()

# line 1635
X = np.array([[1, 1], [1, 2], [1, 3], [1, 4.0]])  # (4, 2): 1, gigabytes
y = np.array([3, 5, 6, 10.0])  # (4,): minutes

def mse(w):
    return np.mean((X @ w - y) ** 2)

def grad_mse(w):
    return 2 / len(X) * X.T @ (X @ w - y)  # (2,)

def numerical_gradient(f, w, h=1e-6):
    """Central differences, one coordinate at a time. Shape of w."""
    g = np.zeros_like(w)
    for j in range(len(w)):
        e = np.zeros_like(w)
        e[j] = h
        g[j] = (f(w + e) - f(w - e)) / (2 * h)
    return g

w = np.array([1.0, -0.5])  # (2,)
print(grad_mse(w), numerical_gradient(mse, w).round(6))

# line 1695
column = np.ones((100, 1))  # the trap: (100, 1)
table, weights = np.ones((100, 5)), np.zeros(5)
residuals = table @ weights - column  # (100, 100), not (100,)
print(residuals.shape, (table.T @ residuals).shape)


# =============================================================================
# Automatic differentiation
# =============================================================================

# line 1719
fig, ax = plt.subplots(figsize=(6, 2.8))
draw_graph(ax, {"x": (0, 2, "x = 4", INPUT), "y": (0, 0, "y = 3", INPUT),
                "a": (2.1, 2, "a = x²\n= 16", INK), "b": (2.1, 0, "b = y²\n= 9", INK),
                "c": (4.2, 0, "c = 3b\n= 27", INK), "L": (6.4, 1, "loss\n= 43", LOSS)},
           [("x", "a", "2x = 8", 0), ("y", "b", "2y = 6", 0), ("b", "c", "3", 0),
            ("a", "L", "1", 0), ("c", "L", "1", 0)])
ax.set(xlim=(-0.6, 7), ylim=(-0.6, 2.7))
plt.show()

# line 1732
import torch

w = torch.tensor([4.0, 3.0], requires_grad=True)  # (2,) a leaf
loss = w[0] ** 2 + 3 * w[1] ** 2  # () forward, recorded
loss.backward()  # backward
print(f"{loss.item():.4f}", w.grad)

with torch.no_grad():  # do not record the update
    w -= 0.1 * w.grad
w.grad = None  # clear before the next step
print(w)

# line 1748
w = torch.tensor([4.0, 3.0], requires_grad=True)
optimizer = torch.optim.SGD([w], lr=0.1)
for k in range(20):
    optimizer.zero_grad()  # clear old gradients
    loss = w[0] ** 2 + 3 * w[1] ** 2  # loss at this w
    if k in (0, 1, 2):
        print(f"step {k}: loss {loss.item():.4f} at {w.detach().numpy()}")
    loss.backward()  # fill w.grad
    optimizer.step()  # w <- w - lr * w.grad
print(f"after 20 steps: w = {w.detach().numpy().round(4)}")

# line 1816
def torch_losses(momentum, clear, steps=6):
    w = torch.tensor([4.0, 3.0], requires_grad=True)
    optimizer = torch.optim.SGD([w], lr=0.1, momentum=momentum)
    losses = []
    for _ in range(steps):
        if clear:
            optimizer.zero_grad()
        loss = w[0] ** 2 + 3 * w[1] ** 2
        losses.append(loss.item())
        loss.backward()
        optimizer.step()
    return np.array(losses)

print("no zero_grad:", torch_losses(momentum=0.0, clear=False).round(3))
print("momentum 1  :", torch_losses(momentum=1.0, clear=True).round(3))

# line 1862
x = torch.tensor(0.0, requires_grad=True)
(torch.relu(x) - torch.relu(-x)).backward()
print(x.grad.item())  # the function equals x, whose slope is 1


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
