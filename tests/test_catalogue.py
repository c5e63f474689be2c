"""The catalogue says of Manim what Manim does: facts picked by hand."""

import json
import subprocess
import sys
import time
from pathlib import Path

import pytest

from knowledge.catalogue import Catalogue, load

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="module")
def folder(data: Path) -> Path:
    return data / "catalogue"


@pytest.fixture(scope="module")
def catalogue(folder: Path) -> Catalogue:
    return load(folder)


KEYWORDS = [
    # its own, and those of what it inherits from
    ("Circle", "radius stroke_width fill_opacity color arc_center z_index tip_length", "angle start_angle size width"),
    ("Dot", "point radius color fill_opacity stroke_width", "inner_radius angle"),
    ("Square", "side_length stroke_color mark_paths_closed", "height width size"),
    ("Rectangle", "width height grid_xstep close_new_points", "side_length vertices"),
    ("Line", "start end buff path_arc stroke_width", "length angle"),
    ("Arrow", "start end buff tip_length tip_shape max_tip_length_to_length_ratio", "tip_width thickness"),
    ("Arc", "radius start_angle angle arc_center num_components", "start"),
    ("Text", "text font font_size slant weight t2c gradient color width stroke_width", "size alignment"),
    ("MathTex", "tex_to_color_map substrings_to_isolate font_size tex_template tex_environment", "size scale"),
    ("Tex", "tex_environment font_size color", "size"),
    ("Code", "code_string code_file language background formatter_style paragraph_config", "code file_name style font_size"),
    ("Table", "table row_labels col_labels include_outer_lines element_to_mobject line_config v_buff", "font_size rows"),
    ("Matrix", "v_buff h_buff left_bracket element_to_mobject bracket_config", "brackets"),
    ("IntegerMatrix", "v_buff left_bracket", "brackets"),
    ("Graph", "vertices edges layout vertex_config labels edge_type layout_scale", "nodes node_color"),
    ("Axes", "x_range y_range x_length axis_config tips x_axis_config color", "x_min x_max include_numbers"),
    ("NumberPlane", "x_range background_line_style faded_line_ratio axis_config tips", "x_min grid"),
    ("NumberLine", "x_range length include_numbers include_tip label_direction decimal_number_config", "x_min unit_length"),
    ("ThreeDAxes", "x_range z_range z_length num_axis_pieces", "z_min"),
    ("DecimalNumber", "number num_decimal_places include_sign unit font_size color mob_class", "decimals value"),
    ("Integer", "number font_size group_with_commas", "value"),
    ("BarChart", "values bar_names y_range bar_colors bar_width x_length", "labels"),
    ("Brace", "mobject direction buff sharpness fill_opacity", "text label"),
    ("SurroundingRectangle", "buff corner_radius color fill_opacity", "width height padding"),
    ("Surface", "func u_range v_range resolution checkerboard_colors fill_opacity", "u_min opacity"),
    ("Sphere", "center radius resolution u_range", "func u_min"),
    ("ParametricFunction", "function t_range discontinuities scaling use_smoothing", "t_min t_max"),
    ("FunctionGraph", "function x_range color", "t_range parametric_function"),
    ("ValueTracker", "value", "number"),
    ("VGroup", "color stroke_width z_index", "buff"),
    ("Animation", "run_time rate_func lag_ratio remover introducer use_override suspend_mobject_updating", "duration"),
    ("Create", "run_time rate_func lag_ratio introducer remover", "duration shift"),
    ("Write", "run_time rate_func lag_ratio reverse stroke_width", "duration shift"),
    ("FadeIn", "shift scale target_position run_time lag_ratio path_arc", "introducer direction remove"),
    ("FadeOut", "shift scale target_position run_time rate_func", "remover direction"),
    ("Transform", "path_arc path_func replace_mobject_with_target_in_scene run_time", "shift duration"),
    ("ReplacementTransform", "path_arc run_time", "replace_mobject_with_target_in_scene"),
    ("Rotate", "angle axis about_point run_time rate_func", "path_arc_centers degrees"),
    ("Indicate", "scale_factor color rate_func run_time", "scale"),
    ("Flash", "line_length num_lines flash_radius color time_width run_time rate_func lag_ratio", "radius line_width"),
    ("Circumscribe", "shape fade_in color buff time_width run_time", "width"),
    ("AnimationGroup", "group run_time rate_func lag_ratio", "delay"),
    ("LaggedStart", "lag_ratio run_time rate_func", "delay"),
    ("Wait", "run_time stop_condition frozen_frame", "duration"),
    ("MoveAlongPath", "path run_time rate_func suspend_mobject_updating", "path_arc"),
    ("TransformMatchingTex", "key_map path_arc run_time transform_mismatches", "duration"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "accepted", "refused"), KEYWORDS, ids=[row[0] for row in KEYWORDS])
def test_a_constructor_takes_what_ends_up_somewhere(catalogue, name, accepted, refused):
    signature = catalogue.constructor(name)
    assert not signature.is_open
    assert set(accepted.split()) <= signature.keywords
    assert not set(refused.split()) & signature.keywords


METHODS = [
    ("Circle", "next_to", "mobject_or_point direction buff aligned_edge coor_mask", "edge align"),
    ("Circle", "scale_to_fit_width", "width about_point about_edge scale_stroke", "stretch dim"),
    ("Group", "scale_to_fit_width", "width about_point", "scale_stroke"),
    ("Arrow", "scale_to_fit_width", "scale_tips", "stretch"),
    ("VGroup", "arrange", "direction buff center aligned_edge", "spacing padding"),
    ("Circle", "set_stroke", "color width opacity background family", "stroke_width"),
    ("Circle", "set_fill", "color opacity family", "fill_opacity"),
    ("Axes", "plot", "function x_range use_vectorized color discontinuities stroke_width use_smoothing", "t_range scaling step"),
    ("NumberPlane", "plot", "x_range color", "x_min"),
    ("Axes", "get_area", "graph x_range color opacity bounded_graph stroke_width", "vertices area_color"),
    ("Axes", "get_graph_label", "graph label x_val direction buff color dot", "position"),
    ("Axes", "add_coordinates", "font_size buff num_decimal_places", "size"),
    ("Axes", "get_x_axis_label", "label edge direction buff", "color font_size axis"),
    ("ThreeDAxes", "plot_surface", "function u_range colorscale resolution fill_opacity checkerboard_colors", "x_range"),
    ("Brace", "get_text", "buff", "font_size color mob"),
    ("Scene", "wait", "duration stop_condition frozen_frame", "run_time"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("cls", "name", "accepted", "refused"), METHODS, ids=[".".join(row[:2]) for row in METHODS]
)
def test_a_method_takes_what_ends_up_somewhere(catalogue, cls, name, accepted, refused):
    signature = catalogue.member(cls, name).signature
    assert not signature.is_open
    assert set(accepted.split()) <= signature.keywords
    assert not set(refused.split()) & signature.keywords


@pytest.mark.parametrize(
    ("cls", "name", "swallows"),
    [
        ("VGroup", "arrange_in_grid", True),
        ("ThreeDScene", "set_camera_orientation", True),
        ("Scene", "play", False),
        ("Circle", "set", False),
    ],
)
def test_what_takes_anything_is_open_and_tells_whether_it_cares(catalogue, cls, name, swallows):
    signature = catalogue.member(cls, name).signature
    assert signature.is_open
    assert signature.swallows == swallows


ATTRIBUTES = [
    ("Circle", "points submobjects target saved_state animate always radius stroke_width color width get_center updaters", "centre diameter frame buff"),
    ("Line", "start end path_arc get_length get_slope", "length slope"),
    ("Arrow", "tip get_tip", "head"),
    ("Axes", "x_axis y_axis axes c2p p2c plot get_area x_range coordinate_labels", "z_axis get_graph background_lines"),
    ("ThreeDAxes", "x_axis z_axis plot_surface get_z_axis_label", "background_lines"),
    ("NumberPlane", "background_lines faded_lines x_axis plot prepare_for_nonlinear_transform", "grid"),
    ("ParametricFunction", "function underlying_function t_min get_function", "x_range"),
    ("Scene", "camera renderer mobjects play wait add remove clear time next_section", "frame camera_frame set_camera_orientation get_mobject"),
    ("MovingCameraScene", "camera play", "frame camera_frame"),
    ("ThreeDScene", "set_camera_orientation begin_ambient_camera_rotation move_camera", "frame"),
    ("ZoomedScene", "zoomed_camera zoomed_display activate_zooming", "zoom"),
    ("Camera", "frame_width frame_height background_color pixel_width", "frame frame_rate_"),
    ("MovingCamera", "frame frame_width background_color", "zoom_to"),
    ("ThreeDCamera", "phi_tracker theta_tracker set_phi get_phi", "frame"),
    ("Text", "text chars font font_size submobjects", "lines tex_string"),
    ("MathTex", "get_part_by_tex set_color_by_tex tex_strings index_of_part", "get_parts_by_text"),
    ("Code", "code_lines line_numbers background", "code"),
    ("Table", "get_rows get_entries get_cell add_highlighted_cell elements vertical_lines", "rows"),
    ("Matrix", "get_rows get_brackets get_entries brackets", "rows"),
    ("Graph", "vertices edges change_layout add_edges", "nodes"),
    ("BarChart", "bars get_bar_labels change_bar_values x_axis", "get_bars"),
    ("ValueTracker", "get_value set_value increment_value animate", "value_"),
    ("DecimalNumber", "number get_value set_value increment_value", "value"),
    ("Transform", "mobject target_mobject run_time rate_func path_func", "duration"),
    ("ManimConfig", "frame_width frame_height background_color pixel_height frame_rate keys get", "width fps"),
    ("VDict", "submob_dict add_key_value_pair", "keys items"),
]  # fmt: skip


@pytest.mark.parametrize(("cls", "there", "not_there"), ATTRIBUTES, ids=[row[0] for row in ATTRIBUTES])
def test_an_instance_has_what_is_set_anywhere(catalogue, cls, there, not_there):
    assert set(there.split()) <= catalogue.attributes(cls)
    assert not [name for name in not_there.split() if catalogue.has_attribute(cls, name)]


def test_only_mobjects_invent_accessors(catalogue):
    assert catalogue.invents("Circle")
    assert not catalogue.has_attribute("Circle", "get_radius")
    assert not catalogue.invents("Scene")
    assert not catalogue.invents("Create")
    assert catalogue.has_attribute("_AnimationBuilder", "shift")
    assert not catalogue.invents("_AnimationBuilder")


@pytest.mark.parametrize(
    ("cls", "name", "kind"),
    [
        ("Scene", "camera", "Camera"),
        ("MovingCameraScene", "camera", "MovingCamera"),
        ("ThreeDScene", "camera", "ThreeDCamera"),
        ("MovingCamera", "frame", "ScreenRectangle"),
        ("Axes", "x_axis", "NumberLine"),
        ("Circle", "animate", "_AnimationBuilder"),
        ("Circle", "always", "_UpdaterBuilder"),
        ("Circle", "width", "float"),
        ("Circle", "points", "ndarray"),
        ("Circle", "target", ""),
        ("Code", "code_lines", "Paragraph"),
        ("Matrix", "brackets", "VGroup"),
        ("DecimalNumber", "number", "float"),
        ("BarChart", "bars", "VGroup"),
        ("Graph", "vertices", "dict"),
        ("Label", "rendered_label", ""),
    ],
)
def test_an_attribute_is_of_a_kind_where_that_is_sure(catalogue, cls, name, kind):
    assert catalogue.attribute_type(cls, name) == kind


@pytest.mark.parametrize(
    ("cls", "name", "kind"),
    [
        ("Circle", "shift", "Self"),
        ("Circle", "copy", "Self"),
        ("Circle", "get_center", "ndarray"),
        ("Axes", "plot", "ParametricFunction"),
        ("Axes", "get_axis_labels", "VGroup"),
        ("Axes", "get_vertical_line", ""),
        ("Table", "get_rows", "VGroup"),
        ("ValueTracker", "get_value", "float"),
        ("Brace", "get_tex", "MathTex"),
        ("Scene", "play", "None"),
        ("DiGraph", "change_layout", "Self"),
    ],
)
def test_a_method_returns_a_kind_where_that_is_sure(catalogue, cls, name, kind):
    assert catalogue.member(cls, name).signature.returns == kind


@pytest.mark.parametrize(
    ("cls", "required", "most"),
    [
        ("Circle", [], 2),
        ("Text", ["text"], 22),
        ("Transform", ["mobject"], 7),
        ("FadeIn", [], None),
        ("Graph", ["vertices", "edges"], 14),
        ("Brace", ["mobject"], 8),
        ("MoveAlongPath", ["mobject", "path"], 3),
        ("LabeledPolygram", ["label"], None),
    ],
)
def test_arity(catalogue, cls, required, most):
    signature = catalogue.constructor(cls)
    assert [parameter.name for parameter in signature.required()] == required
    assert signature.most_positional() == most


def test_classes_and_their_kin(catalogue):
    assert catalogue.mro("Circle")[:4] == ("Circle", "Arc", "TipableVMobject", "VMobject")
    assert catalogue.is_a("FadeIn", "Animation")
    assert catalogue.is_a("NumberPlane", "Scene", "CoordinateSystem")
    assert not catalogue.is_a("Circle", "Animation")
    assert not catalogue.is_a("NoSuchClass", "Mobject")
    assert {"MovingCameraScene", "ThreeDScene", "ZoomedScene"} <= set(catalogue.subclasses("Scene"))
    assert catalogue.owners("get_area") == ("CoordinateSystem",)
    assert "Mobject" in catalogue.owners("shift")
    assert catalogue.owners("no_such_name") == ()
    assert catalogue.mobject_parameters("Transform") == ("mobject", "target_mobject")
    assert catalogue.mobject_parameters("Write") == ("vmobject",)
    assert catalogue.mobject_parameters("FadeIn") == ("mobjects",)
    assert catalogue.mobject_parameters("Flash") == ()


def test_names(catalogue):
    kinds = {
        "Circle": "class",
        "PI": "constant",
        "np": "module",
        "rate_functions": "module",
        "smooth": "function",
    }
    assert {name: catalogue.names.get(name) for name in kinds} == kinds
    assert "Camera_" not in catalogue.names
    assert "ease_in_sine" not in catalogue.names
    assert "ease_in_sine" in catalogue.modules["rate_functions"]
    assert {"smooth", "there_and_back", "ease_in_out_sine"} <= catalogue.rate_functions
    assert not {"squish_rate_func", "not_quite_there", "unit_interval", "sqrt"} & catalogue.rate_functions
    assert {"RED", "BLUE_E", "PURE_GREEN"} <= catalogue.colours
    assert not {"CYAN", "UP"} & catalogue.colours
    assert {"RED", "BLUE_E"} <= catalogue.colour_strings
    types = {
        "UP": "ndarray",
        "RED": "ManimColor",
        "PI": "float",
        "config": "ManimConfig",
        "LARGE_BUFF": "int",
    }
    assert {name: catalogue.constants[name] for name in types} == types
    assert catalogue.function("interpolate_color").signature.required()[0].name == "color1"
    assert catalogue.function("Circle") is None
    assert catalogue.constructor("smooth") is None
    assert catalogue.member("Circle", "no_such_name") is None


def test_a_signature_is_shown_short(catalogue):
    assert (
        catalogue.constructor("Circle")
        .shown("Circle")
        .startswith(
            "Circle(radius=None, color=RED, **kwargs); also keywords: fill_color, fill_opacity, stroke_color, "
        )
    )
    assert catalogue.member("Scene", "wait").signature.shown("wait") == (
        "wait(duration=DEFAULT_WAIT_TIME, stop_condition=None, frozen_frame=None)"
    )
    classes = [name for name, kind in catalogue.names.items() if kind == "class"]
    assert all(
        len(catalogue.constructor(name).shown(name)) <= 300 for name in classes if catalogue.is_class(name)
    )


@pytest.mark.parametrize(
    ("name", "best"),
    [("Circel", "Circle"), ("fade_in", "FadeIn"), ("BLU", "BLUE"), ("RIGTH", "RIGHT"), ("GrowFromCentre", "GrowFromCenter"), ("ThreeDAxis", "ThreeDAxes"), ("ReplaceTransform", "ReplacementTransform"), ("ShowCreation", None), ("TextMobject", None), ("qwertyuiop", None)],
)  # fmt: skip
def test_the_nearest_name(catalogue, name, best):
    assert next(iter(catalogue.nearest(name)), None) == best


@pytest.mark.parametrize(
    ("name", "best"),
    [
        ("get_centre", "get_center"),
        ("set_colour", "set_color"),
        ("moveto", "move_to"),
        ("shft", "shift"),
        ("add_updator", "add_updater"),
        ("setColor", "set_color"),
    ],
)
def test_the_nearest_method(catalogue, name, best):
    assert catalogue.nearest(name, catalogue.attributes("Circle"))[0] == best


def test_a_built_catalogue_loads_in_no_time(folder, catalogue):
    def seconds() -> float:
        before = time.perf_counter()
        load(folder)
        return time.perf_counter() - before

    assert min(seconds() for _ in range(5)) < 0.03


def test_loading_imports_no_manim(folder, catalogue):
    code = f"import sys; from pathlib import Path; from knowledge.catalogue import load; load(Path({str(folder)!r})); print('manim' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"


def test_two_harvests_are_the_same(folder, catalogue, tmp_path):
    subprocess.run(
        [sys.executable, "-m", "knowledge.harvest", str(tmp_path / "again.json")], cwd=ROOT, check=True
    )
    built = next(folder.glob("catalogue-*.json"))
    assert json.loads(built.read_bytes()) == json.loads((tmp_path / "again.json").read_bytes())


def test_many_ask_at_once_and_it_is_built_once(tmp_path):
    code = f"import sys; sys.path.insert(0, {str(ROOT)!r}); from pathlib import Path; from knowledge.catalogue import load; print(len(load(Path('here')).names))"
    asking = [
        subprocess.Popen([sys.executable, "-c", code], cwd=tmp_path, stdout=subprocess.PIPE) for _ in range(3)
    ]
    answers = {each.communicate()[0] for each in asking}
    assert len(answers) == 1
    assert int(answers.pop()) > 500
    assert len(list((tmp_path / "here").glob("*.json"))) == 1
