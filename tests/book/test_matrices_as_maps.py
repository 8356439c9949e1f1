"""The claims of the matrices lesson, held to outside oracles.

The oracles: exact integers and fractions, sympy, SQLite, PyTorch, walks counted one by one.
"""

from __future__ import annotations

import itertools
import sqlite3
from fractions import Fraction as F

import numpy as np
import pytest
import sympy as sp
import torch

SNIPPET = "matrices_as_maps"
SALES, PRICES = sp.Matrix([[1, 2], [3, 4]]), sp.Matrix([[5, 6], [7, 8]])
a, b, c, d, e, f, g, h = sp.symbols("a:h")
ONE, TWO = sp.Matrix([[a, b], [c, d]]), sp.Matrix([[e, f], [g, h]])


def cells(rows):
    """A matrix as (row, column, value), counted from 1."""
    return [(i, j, v) for i, row in enumerate(rows, 1) for j, v in enumerate(row, 1)]


def walks(edges, start, end, hops):
    """The walks of so many edges, listed one by one."""
    chains = itertools.product(edges, repeat=hops)
    return [chain for chain in chains if chain[0][0] == start and chain[-1][1] == end
            and all(one[1] == two[0] for one, two in itertools.pairwise(chain))]


# -- columns ---------------------------------------------------------------------------------

def test_a_linear_map_mixes_its_columns_by_the_entries_of_the_input():
    x, y = sp.symbols("x y")
    assert ONE * sp.Matrix([x, y]) == x * ONE[:, 0] + y * ONE[:, 1]
    assert sp.Matrix([[2, -1], [1, 1]]) * sp.Matrix([2, 1]) == sp.Matrix([3, 3])


def test_the_shift_is_the_one_choice_that_is_not_linear():
    u, v = sp.Matrix([a, b]), sp.Matrix([c, d])
    maps = {"swap": lambda p: sp.Matrix([p[1], p[0]]),
            "shift": lambda p: sp.Matrix([p[0] + 1, p[1]]),
            "mix": lambda p: sp.Matrix([2 * p[0] - p[1], 0])}
    linear = {name for name, of in maps.items()
              if sp.expand(of(u + v) - of(u) - of(v)) == sp.zeros(2, 1)}
    assert linear == {"swap", "mix"}


@pytest.mark.parametrize(("name", "area"), [("stretch", 1), ("turn", 1), ("mirror", -1),
                                            ("shear", 1), ("onto the x axis", 0),
                                            ("onto a diagonal", 0)])
def test_the_maps_of_the_gallery_change_areas_as_its_caption_says(ran, name, area):
    M = sp.Matrix([[F(entry) for entry in row] for row in ran[0].gallery[name]])
    assert M.det() == area
    assert (M * M == M) == name.startswith("onto")  # a projection twice is the projection


# -- products --------------------------------------------------------------------------------

def test_both_orders_and_the_star_give_what_the_cell_prints(ran):
    assert (SALES * PRICES).tolist() == [[19, 22], [43, 50]]
    assert (PRICES * SALES).tolist() == [[23, 34], [31, 46]]
    for name, rows in [("A @ B", SALES * PRICES), ("B @ A", PRICES * SALES),
                       ("A * B", SALES.multiply_elementwise(PRICES))]:
        shown = " ".join(str([float(entry) for entry in row]) for row in rows.tolist())
        assert f"{name} {shown}" in ran[1].splitlines()


def test_products_are_associative_and_reverse_under_transpose_and_inverse():
    three = sp.Matrix([[1, a], [b, 2]])
    assert sp.expand((ONE * TWO) * three - ONE * (TWO * three)) == sp.zeros(2)
    assert sp.expand((ONE * TWO).T - TWO.T * ONE.T) == sp.zeros(2)
    assert sp.simplify((ONE * TWO).inv() - TWO.inv() * ONE.inv()) == sp.zeros(2)


def test_the_adjoint_identity_holds():
    x, y = sp.Matrix([e, f]), sp.Matrix([g, h])
    assert sp.expand(y.dot(ONE * x) - (ONE.T * y).dot(x)) == 0


def test_the_four_predictions_are_a_mix_of_columns_and_the_run_times_are_none(ran):
    X = sp.Matrix([[1, 1], [1, 2], [1, 3], [1, 4]])
    assert list(X * sp.Matrix([F(1, 2), F(11, 5)])) == [F(27, 10), F(49, 10), F(71, 10), F(93, 10)]
    assert "[2.7 4.9 7.1 9.3]" in ran[1]
    assert X.row_join(sp.Matrix([3, 5, 6, 10])).rank() == X.rank() + 1


# -- the query -------------------------------------------------------------------------------

@pytest.mark.parametrize("seed", range(3))
def test_the_query_is_the_matrix_product_for_full_tables(ran, seed):
    rng = np.random.default_rng(seed)
    n, k, m = rng.integers(1, 5, 3)
    A, B = rng.integers(-9, 10, (n, k)).tolist(), rng.integers(-9, 10, (k, m)).tolist()
    exact = (sp.Matrix(A) * sp.Matrix(B)).tolist()
    assert ran[0].sql_product(cells(A), cells(B)) == cells(exact)


def test_where_query_and_product_part_is_what_a_database_of_our_own_says(ran):
    db = sqlite3.connect(":memory:")
    db.execute("CREATE TABLE both_ (i, k, j, a, b)")  # the join, written out by hand
    full = [(i, k, j, SALES[i, k], PRICES[k, j]) for i, k, j in itertools.product((0, 1), repeat=3)]

    def report(rows):
        db.execute("DELETE FROM both_")
        db.executemany("INSERT INTO both_ VALUES (?, ?, ?, ?, ?)", rows)
        return [tuple(row) for row in db.execute(
            "SELECT i + 1, j + 1, SUM(a * b) FROM both_ GROUP BY i, j ORDER BY i, j")]

    full = [tuple(map(int, row)) for row in full]
    lines = {line.split()[0]: line for line in ran[1].splitlines() if line.strip()}
    assert lines["missing"].endswith(str(report([row for row in full if row[0] == 0])))
    null = [(*row[:4], None) if row[1:3] == (0, 0) else row for row in full]
    assert lines["NULL"].endswith(str(report(null)))
    twice = full + [row for row in full if row[1:3] == (0, 0)]
    assert lines["duplicate"].endswith(str(report(twice)))
    assert report(null)[0][2] == 14 and report(twice)[0][2] == 24 and report(twice)[2][2] == 58
    assert lines["NaN"].endswith("[nan, 22.0] [nan, 50.0]")


@pytest.mark.parametrize("hops", [1, 2, 3, 4])
def test_powers_of_the_lineage_matrix_count_its_walks(ran, hops):
    names, edges = ran[0].names, ran[0].edges
    power = np.linalg.matrix_power(ran[0].M, hops)
    for (i, start), (j, end) in itertools.product(enumerate(names), repeat=2):
        assert power[i, j] == len(walks(edges, start, end, hops))


# -- costs -----------------------------------------------------------------------------------

@pytest.mark.parametrize("sizes", [(2, 3, 5), (4, 1, 7), (6, 6, 1)])
def test_the_usual_count_of_flops_is_off_by_one_addition_for_each_entry(ran, sizes):
    m, k, n = sizes
    counted = sum(k + (k - 1) for _ in range(m) for _ in range(n))
    assert ran[0].flops((m, k), (k, n)) == counted + m * n
    assert counted == m * n * (2 * k - 1)


def test_the_left_order_costs_500_times_as_much_at_a_thousand(ran):
    n = sp.Symbol("n", positive=True)
    left, right = 2 * n**3 + 2 * n**2, 4 * n**2
    assert sp.simplify(left / right - (n + 1) / 2) == 0
    assert (left.subs(n, 1000), right.subs(n, 1000)) == (2_002_000_000, 4_000_000)
    assert "2.002e+09 flops" in ran[1] and "4e+06 flops, 500.5 times" in ran[1]


def test_python_multiplies_from_the_left():
    made = []

    class Noted(np.ndarray):
        def __matmul__(self, other):
            product = np.asarray(self) @ np.asarray(other)
            made.append(product.shape)
            return product.view(Noted)

    square = np.ones((3, 3)).view(Noted)
    square @ square @ np.ones(3)
    assert made == [(3, 3), (3,)]


# -- what is lost ----------------------------------------------------------------------------

def test_determinants_multiply_along_a_chain():
    assert sp.expand((ONE * TWO).det() - ONE.det() * TWO.det()) == 0
    assert (SALES.det(), PRICES.det(), (SALES * PRICES).det()) == (-2, -2, 4)


def test_the_area_of_the_parallelogram_is_5():
    corners = sp.Polygon((0, 0), (3, 1), (4, 3), (1, 2))
    assert corners.area == 5


def test_the_flat_map_loses_one_line_and_each_dashed_line_lands_on_one_point(ran):
    flat = sp.Matrix([[F(entry) for entry in row] for row in ran[0].flat.tolist()])
    assert flat.rank() == 1 and [list(v) for v in flat.nullspace()] == [[-2, 1]]
    t = sp.Symbol("t")
    for level in (-2, 0, 2):
        assert sp.expand(flat * sp.Matrix([t, (level - t) / 2])) == sp.Matrix([level, F(level, 2)])


def test_a_size_given_twice_leaves_the_weights_undetermined(ran):
    X = sp.Matrix([[1, size, 1000 * size] for size in (1, 2, 3, 4)])
    assert X.rank() == 2 and list(X * sp.Matrix([0, 1000, -1])) == [0] * 4
    assert "columns: 3  rank: 2" in ran[1].splitlines()
    assert ran[1].count("-> [2.7 4.9 7.1 9.3]") == 3


def test_the_almost_singular_system_moves_by_a_unit_for_a_thousandth(ran):
    almost = sp.Matrix([[1, 1], [1, F(1001, 1000)]])
    assert list(almost.LUsolve(sp.Matrix([2, 2]))) == [2, 0]
    assert list(almost.LUsolve(sp.Matrix([2, F(2001, 1000)]))) == [1, 1]
    assert "x = [2. 0.]" in ran[1] and "x = [1. 1.]" in ran[1]
    assert "LinAlgError: Singular matrix" in ran[1].splitlines()


# -- ahead -----------------------------------------------------------------------------------

def test_a_layer_of_pytorch_is_the_transposed_map_from_the_right():
    layer = torch.nn.Linear(3, 2)
    rows = torch.randn(7, 3, generator=torch.Generator().manual_seed(0))
    assert torch.allclose(layer(rows), rows @ layer.weight.T + layer.bias, atol=1e-6)


@pytest.mark.parametrize(("steps", "height"), [(0, "43"), (1, "14.56"), (2, "7.2448")])
def test_powers_of_one_step_walk_down_the_bowl(ran, steps, height):
    w = sp.Matrix([4, 3])
    for _ in range(steps):
        w -= F(1, 10) * sp.Matrix([2 * w[0], 6 * w[1]])
    assert w[0] ** 2 + 3 * w[1] ** 2 == F(height)
    line = next(row for row in ran[1].splitlines() if row.startswith(f"steps taken: {steps} "))
    assert line.endswith(f"height {height}")
