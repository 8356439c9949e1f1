"""The claims of the eigenvalues lesson, held to outside oracles.

The oracles: sympy's exact roots, fractions, closed forms, brute force over angles,
PyTorch's decompositions, paths counted one by one.
"""

from __future__ import annotations

import itertools
from fractions import Fraction as F

import numpy as np
import pytest
import sympy as sp
import torch

SNIPPET = "eigenvalues_and_svd"
H, A = sp.Matrix([[4, 2], [2, 4]]), sp.Matrix([[3, 0], [4, 5]])
x, y = sp.symbols("x y", real=True)


def roots(rows):
    """Exact eigenvalues, the larger first."""
    return sorted(sp.Matrix(rows).eigenvals(multiple=True), key=lambda z: -sp.re(z).evalf())


def around(matrix, count=7200):
    """Lengths of the images of unit vectors all around, by brute force."""
    angles = np.linspace(0, 2 * np.pi, count, endpoint=False)
    return np.linalg.norm(np.array(matrix, dtype=float)
                          @ np.array([np.cos(angles), np.sin(angles)]), axis=0)


def steps(matrix, start, eta, count):
    """Exact losses of a descent on half wᵀMw."""
    w, losses = sp.Matrix(start), []
    for _ in range(count):
        losses.append(sp.nsimplify(sp.expand((w.T * matrix * w)[0] / 2)))
        w = (w - eta * matrix * w).applyfunc(sp.expand)
    return losses


# -- the turned bowl -------------------------------------------------------------------------

def test_the_turned_bowl_is_lesson_3_s_bowl_turned_clockwise_by_45_degrees():
    turn = sp.Matrix([[1, 1], [-1, 1]]) / sp.sqrt(2)
    back = turn.T * sp.Matrix([x, y])
    assert sp.expand(back[0] ** 2 + 3 * back[1] ** 2) == 2 * x**2 + 2 * x * y + 2 * y**2
    assert sp.hessian(2 * x**2 + 2 * x * y + 2 * y**2, (x, y)) == H
    assert turn * sp.Matrix([4, 3]) == sp.Matrix([7, -1]) / sp.sqrt(2)


def test_the_three_losses_are_the_same_in_exact_arithmetic(lesson, printed):
    tenth = sp.Rational(1, 10)
    straight = steps(sp.diag(2, 6), [4, 3], tenth, 3)
    turned = steps(H, [7 / sp.sqrt(2), -1 / sp.sqrt(2)], tenth, 3)
    assert straight == turned == [43, sp.Rational("14.56"), sp.Rational("7.2448")]
    assert lesson.losses[:3] == pytest.approx([float(v) for v in turned], rel=1e-12)
    assert "[43.     14.56    7.2448]" in printed.splitlines()


@pytest.mark.parametrize("degrees", [0, 20, 45])
def test_each_panel_of_the_tilted_bowl_has_the_same_losses(lesson, degrees):
    closed = [16 * F(4, 5) ** (2 * k) + 27 * F(2, 5) ** (2 * k) for k in range(13)]
    assert lesson.tilt_losses[degrees] == pytest.approx([float(v) for v in closed], rel=1e-10)


def test_turned_by_30_degrees_its_entries_are_3_root_3_and_5():
    c, s = sp.cos(sp.pi / 6), sp.sin(sp.pi / 6)
    turn = sp.Matrix([[c, s], [-s, c]])
    assert turn * sp.diag(2, 6) * turn.T == sp.Matrix([[3, sp.sqrt(3)], [sp.sqrt(3), 5]])


# -- eigenpairs ------------------------------------------------------------------------------

@pytest.mark.parametrize(("rows", "pairs"), [
    ([[4, 2], [2, 4]], {6: (1, 1), 2: (1, -1)}),
    ([[3, 1], [0, 2]], {3: (1, 0), 2: (1, -1)}),
    ([[1, 4], [2, -1]], {3: (2, 1)}),
    ([[3, 2], [2, 6]], {7: (1, 2), 2: (2, -1)}),
    ([[2, 3], [3, 10]], {11: (1, 3), 1: (3, -1)}),
    ([[3, 0], [4, 5]], {5: (0, 1), 3: (1, -2)}),
    ([[1, 2], [4, 3]], {5: (1, 2)}),
    ([[2, 4], [4, 2]], {6: (1, 1), -2: (1, -1)}),
    ([[10, 9], [9, 10]], {19: (1, 1), 1: (1, -1)})])
def test_an_eigenpair_of_the_text_only_stretches(rows, pairs):
    for value, vector in pairs.items():
        assert sp.Matrix(rows) * sp.Matrix(vector) == value * sp.Matrix(vector)


@pytest.mark.parametrize("rows", [
    [[3, 2], [2, 6]], [[2, 3], [3, 10]], [[7, 2], [2, 4]], [[10, 4], [4, 4]], [[2, 5], [5, 15]]])
def test_mean_and_product_give_the_roots_that_sympy_gives(rows):
    (a, b), (c, d) = rows
    m, p = sp.Rational(a + d, 2), a * d - b * c
    assert [m + sp.sqrt(m**2 - p), m - sp.sqrt(m**2 - p)] == roots(rows)


def test_a_full_turn_meets_each_of_the_two_lines_twice():
    angles = np.radians(np.arange(0, 360, 1) + 0.5)
    v = np.array([np.cos(angles), np.sin(angles)])
    side = np.sign(v[0] * (2 * v[0] + 4 * v[1]) - v[1] * (4 * v[0] + 2 * v[1]))
    assert int(np.sum(side != np.roll(side, 1))) == 4


# -- power iteration -------------------------------------------------------------------------

def test_six_multiplications_reach_5_99999(lesson, printed):
    exact = [(6 * F(9) ** k + 2) / (F(9) ** k + 1) for k in range(7)]
    assert [float(v @ lesson.H @ v) for v in lesson.run] == pytest.approx(
        [float(value) for value in exact], rel=1e-12)
    assert [f"{float(exact[k]):.4g}" for k in (0, 1, 2)] == ["4", "5.6", "5.951"]
    assert f"{float(exact[6]):.5f}" == "5.99999" and "estimate 5.99999" in printed


def test_without_scaling_the_vector_is_inf_after_397_rounds(lesson):
    def largest(k):  # the larger entry, as an exact integer
        return (6**k + 2**k) // 2
    limit = int(np.finfo(float).max)
    assert largest(396) < limit < largest(397)
    assert lesson.first_overflow(lesson.H) == 397


def test_a_start_on_the_other_eigenvector_stays_at_2(lesson):
    stuck = lesson.power_iteration(np.array([[4.0, 2.0], [2.0, 4.0]]), np.array([1.0, -1.0]), 50)
    assert all(v @ lesson.H @ v == pytest.approx(2, abs=1e-12) for v in stuck)


def test_with_eigenvalues_1_and_minus_1_the_vector_bounces(lesson):
    bounced = lesson.power_iteration(np.array([[0.0, 1.0], [1.0, 0.0]]), np.array([1.0, 0.0]), 4)
    assert bounced[:, 0].tolist() == [1, 0, 1, 0, 1]


def test_nine_tenths_per_step_takes_22_steps_for_a_digit():
    assert 0.9**22 < 0.1 < 0.9**21


# -- symmetric matrices and the others -------------------------------------------------------

def test_the_spectral_theorem_rebuilds_h(lesson):
    values, q = torch.linalg.eigh(torch.tensor([[4.0, 2.0], [2.0, 4.0]], dtype=torch.float64))
    assert values.tolist() == pytest.approx([2, 6])
    assert (q @ torch.diag(values) @ q.T).numpy() == pytest.approx(np.array(H, dtype=float))
    assert (q.T @ q).numpy() == pytest.approx(np.eye(2))


def test_three_matrices_break_the_theorem_in_three_ways():
    assert roots([[0, -1], [1, 0]]) in ([sp.I, -sp.I], [-sp.I, sp.I])
    (value, count, vectors), = sp.Matrix([[1, 1], [0, 1]]).eigenvects()
    assert (value, count, len(vectors)) == (1, 2, 1)
    (_, _, one), (_, _, two) = A.eigenvects()
    assert one[0].dot(two[0]) != 0


def test_eigh_reads_the_lower_triangle_and_says_nothing():
    assert np.linalg.eigh(np.array(A, dtype=float))[0] == pytest.approx(
        [float(4 - sp.sqrt(17)), float(4 + sp.sqrt(17))])


def test_a_dag_has_no_eigenvalue_but_0_and_its_cycle_has_the_cube_root_of_2(lesson):
    t = sp.Symbol("t")
    acyclic = sp.Matrix(lesson.diamond.astype(int))
    cyclic = sp.Matrix(lesson.diamond_with_cycle.astype(int))
    assert acyclic.charpoly(t).as_expr() == t**4
    assert sp.factor(cyclic.charpoly(t).as_expr() - (t**4 - 2 * t)) == 0
    assert f"{2 ** (1 / 3):.2f}" == "1.26"


def test_powers_of_the_diamond_count_its_paths(lesson):
    edges = [(0, 1), (0, 2), (1, 3), (2, 3)]
    for hops in (1, 2, 3):
        chains = [c for c in itertools.product(edges, repeat=hops)
                  if all(one[1] == two[0] for one, two in itertools.pairwise(c))]
        power = np.linalg.matrix_power(lesson.diamond, hops)
        assert power[0, 3] == sum((c[0][0], c[-1][1]) == (0, 3) for c in chains)
        assert power.sum() == len(chains)


# -- curvature -------------------------------------------------------------------------------

@pytest.mark.parametrize(("rows", "limit"), [
    ([[4, 2], [2, 4]], "0.3333"), ([[2, 5], [5, 15]], "0.1198"), ([[10, 9], [9, 10]], "0.1053"),
    ([[10, 4], [4, 4]], "0.1667")])
def test_runs_converge_below_two_over_the_largest_eigenvalue_and_fly_off_above(rows, limit):
    exact = 2 / roots(rows)[0]
    assert f"{float(exact):.4f}" == limit
    matrix = np.array(rows, dtype=float)
    for share, falls in ((0.99, True), (1.01, False)):
        step = np.eye(2) - share * float(exact) * matrix
        end = np.linalg.matrix_power(step, 1000) @ [1.0, 0.7]
        assert (np.linalg.norm(end) < 1e-6) == falls


def test_the_four_jobs_have_eigenvalues_16_70_and_0_2994_and_condition_55_8(lesson):
    large, small = roots([[2, 5], [5, 15]])
    assert (f"{float(large):.2f}", f"{float(small):.4f}") == ("16.70", "0.2994")
    assert f"{float(large / small):.1f}" == "55.8"
    columns = sp.Matrix([[1, 1], [1, 2], [1, 3], [1, 4]])
    assert columns.T * columns / 2 == sp.Matrix([[2, 5], [5, 15]])


def test_the_saddle_falls_along_1_minus_1():
    f = x**2 + 4 * x * y + y**2
    assert sp.hessian(f, (x, y)) == sp.Matrix([[2, 4], [4, 2]])
    assert f.subs({x: 1, y: -1}) == -2 and f.subs({x: 1, y: 1}) == 6


# -- the SVD ---------------------------------------------------------------------------------

def test_the_longest_and_shortest_images_are_3_root_5_and_root_5():
    lengths = around(A)
    assert lengths.max() == pytest.approx(3 * 5**0.5, rel=1e-6)
    assert lengths.min() == pytest.approx(5**0.5, rel=1e-6)
    assert roots(A.T * A) == [45, 5] and roots(A) == [5, 3]


@pytest.mark.parametrize(("rows", "values"), [
    ([[0, 2], [-3, 0]], (3, 2)), ([[0, 0], [3, 4]], (5, 0)), ([[2, 4], [4, 2]], (6, 2))])
def test_singular_values_are_the_extreme_lengths_of_images(rows, values):
    lengths = around(rows)
    assert (lengths.max(), lengths.min()) == pytest.approx(values, abs=2e-3)


def test_the_figure_s_frames_are_rotations_that_rebuild_a(lesson):
    v = sp.Matrix([[1, -1], [1, 1]]) / sp.sqrt(2)
    sigma = sp.diag(3 * sp.sqrt(5), sp.sqrt(5))
    u = (A * v * sigma.inv()).applyfunc(sp.simplify)
    assert sp.simplify(u * sigma * v.T) == A
    assert u.T * u == sp.eye(2) and sp.simplify(u.det()) == v.det() == 1


# -- low rank --------------------------------------------------------------------------------

def test_the_two_parts_of_a_add_up_and_the_first_keeps_90_percent(lesson):
    first, second = sp.Matrix([[3, 3], [9, 9]]) / 2, sp.Matrix([[3, -3], [-1, 1]]) / 2
    assert first + second == A and first.rank() == second.rank() == 1
    energy = [sum(v**2 for v in part) for part in (first, second, A)]
    assert energy == [45, 5, 50]
    assert lesson.low_rank(np.array(A, dtype=float), 1) == pytest.approx(
        np.array(first, dtype=float))


def test_no_matrix_of_rank_1_is_closer_to_a_than_its_first_part():
    # every rank-1 matrix is c · a bᵀ with unit a and b; for given directions the best c is aᵀAb
    angles = np.linspace(0, np.pi, 721)
    a = b = np.array([np.cos(angles), np.sin(angles)])
    best = np.abs(a.T @ np.array(A, dtype=float) @ b).max()
    assert 50 - best**2 == pytest.approx(5, abs=1e-3)
    assert 50 - best**2 >= 5 - 1e-9


@pytest.mark.parametrize(("k", "numbers", "energy", "error"), [
    (1, 57, "78.27", "47"), (3, 171, "92.23", "28"), (8, 456, "99.997", "0.58")])
def test_the_price_and_the_error_of_the_picture(lesson, k, numbers, energy, error):
    u, s, vh = torch.linalg.svd(torch.tensor(lesson.image), full_matrices=False)
    left = torch.tensor(lesson.image) - (u[:, :k] * s[:k]) @ vh[:k]
    share = float((left**2).sum() / (s**2).sum())
    assert k * (24 + 32 + 1) == numbers
    assert f"{100 * (1 - share):.{len(energy) - 3}f}" == energy
    assert f"{100 * share ** 0.5:.2g}" == error


def test_the_picture_has_24_rows_of_32_values_between_0_and_1(lesson):
    assert lesson.image.shape == (24, 32)
    assert lesson.image.min() >= 0 and lesson.image.max() <= 1
    assert 13 * 57 < 768 < 14 * 57


def test_turned_back_the_picture_is_a_sum_of_three_products(lesson):
    row, column = lesson.across**2, 3 * lesson.down[:, 0] ** 2
    parts = 0.5 * (np.ones((24, 32)) + np.outer(np.cos(column), np.cos(row))
                   - np.outer(np.sin(column), np.sin(row)))
    assert lesson.straight == pytest.approx(parts, abs=1e-12)
    assert np.linalg.matrix_rank(lesson.straight) == 3


# -- PCA -------------------------------------------------------------------------------------

def test_pca_of_the_four_jobs_has_slope_2_337_and_99_1_percent(lesson):
    centered = sp.Matrix(lesson.jobs.astype(int)) - sp.Matrix([[sp.Rational(5, 2), 6]] * 4)
    scatter = centered.T * centered
    assert scatter == sp.Matrix([[5, 11], [11, 26]])
    large, small = roots(scatter)
    assert f"{float((large - 5) / 11):.3f}" == "2.337"
    assert f"{float(100 * large / 31):.1f}" == "99.1"
    assert lesson.s**2 == pytest.approx([float(large), float(small)])


def test_the_pca_line_is_steeper_than_one_regression_and_flatter_than_the_other():
    by_hand = np.polyfit([1, 2, 3, 4], [3, 5, 6, 10], 1)[0]
    other = 1 / np.polyfit([3, 5, 6, 10], [1, 2, 3, 4], 1)[0]
    assert by_hand == pytest.approx(2.2) and by_hand < 2.337 < other


def test_the_pca_line_has_the_least_squared_distance_of_all_lines_through_the_mean():
    centered = np.array([[-1.5, -3], [-0.5, -1], [0.5, 0], [1.5, 4]])
    slopes = np.linspace(1, 4, 3001)
    normal = np.array([slopes, -np.ones_like(slopes)]) / np.sqrt(1 + slopes**2)
    assert slopes[np.argmin(((centered @ normal) ** 2).sum(axis=0))] == pytest.approx(2.337)


def test_uncentered_the_three_points_show_their_mean(lesson):
    falling = sp.Matrix([[9, 11], [10, 10], [11, 9]])
    assert roots(falling.T * falling) == [600, 4]
    assert f"{100 * 600 / 604:.1f}" == "99.3"
    assert falling.T * falling * sp.Matrix([1, 1]) == 600 * sp.Matrix([1, 1])


def test_in_megabytes_pca_sees_the_megabytes_alone(lesson):
    large = roots([[5_000_000, 11_000], [11_000, 26]])[0]
    assert f"{float((large - 5_000_000) / 11_000):.4f}" == f"{lesson.mb_slope:.4f}" == "0.0022"
    assert f"{float(100 * large / 5_000_026):.1f}" == "100.0"
