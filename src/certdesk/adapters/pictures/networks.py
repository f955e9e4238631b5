"""What runs the networks: ONNX Runtime, or OpenVINO where an office has installed it and its queue grows."""

import importlib
from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import onnxruntime

ONNX_RUNTIME: Final = "onnxruntime"
OPENVINO: Final = "openvino"
Tensor = npt.NDArray[np.float32]
Network = Callable[[Tensor], Tensor]


class NoSuchBackend(Exception):
    """The backend is not installed; the text says how to get it."""


def onnx_network(model: Path) -> Network:
    """Load a model into ONNX Runtime: the smallest, flat in memory, the same figures on every processor."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1  # two workers with one thread each read more than one worker with two
    options.inter_op_num_threads = 1
    options.enable_cpu_mem_arena = False  # keeps the worker's memory flat
    options.log_severity_level = 3
    session = onnxruntime.InferenceSession(str(model), options, providers=["CPUExecutionProvider"])
    name = session.get_inputs()[0].name
    return lambda tensor: np.asarray(session.run(None, {name: tensor})[0], dtype=np.float32)


def openvino_network(model: Path) -> Network:
    """Load a model into OpenVINO, in full precision: several times quicker, and heavier.

    Raises:
        NoSuchBackend: it is not installed.
    """
    try:
        openvino: Any = importlib.import_module("openvino")  # an option: most offices do without
    except ModuleNotFoundError as why:
        raise NoSuchBackend(
            "没有安装 OpenVINO，请按 docs/operations.md 安装，或改回 CERTDESK_READER=rapidocr。"
        ) from why
    settings = {
        "INFERENCE_NUM_THREADS": 1,
        "ENABLE_CPU_PINNING": "NO",  # else every worker sits on the same core
        "INFERENCE_PRECISION_HINT": "f32",  # the same text on every processor
    }
    compiled = openvino.Core().compile_model(str(model), "CPU", settings)
    request = compiled.create_infer_request()
    return lambda tensor: np.array(request.infer({0: tensor})[0], dtype=np.float32)


def characters_of(model: Path) -> list[str]:
    """Return the characters that a recogniser knows; they are kept in the model's own file."""
    options = onnxruntime.SessionOptions()
    options.log_severity_level = 3
    session = onnxruntime.InferenceSession(str(model), options, providers=["CPUExecutionProvider"])
    return ["", *session.get_modelmeta().custom_metadata_map["character"].splitlines(), " "]


LOADERS: Mapping[str, Callable[[Path], Network]] = MappingProxyType(
    {ONNX_RUNTIME: onnx_network, OPENVINO: openvino_network}
)
