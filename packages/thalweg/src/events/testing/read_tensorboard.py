"""Prints as JSON what TensorBoard reads in each folder that is named, with the loaders its pages are served from."""

import json
import math
import sys

from tensorboard.backend.event_processing import plugin_event_accumulator
from tensorboard.plugins.custom_scalar import layout_pb2
from tensorboard.plugins.hparams import metadata as hparams_metadata
from tensorboard.util import tensor_util


def number(value):
    value = float(value)
    return value if math.isfinite(value) else str(value)


def setting(value):
    return getattr(value, value.WhichOneof("kind"))


def hyperparameters(contents):
    experiment = hparams_metadata.parse_experiment_plugin_data(contents[hparams_metadata.EXPERIMENT_TAG])
    start = hparams_metadata.parse_session_start_info_plugin_data(contents[hparams_metadata.SESSION_START_INFO_TAG])
    end = contents.get(hparams_metadata.SESSION_END_INFO_TAG)
    return {
        "names": [info.name for info in experiment.hparam_infos],
        "results": [info.name.tag for info in experiment.metric_infos],
        "settings": {name: setting(value) for name, value in start.hparams.items()},
        "status": end and hparams_metadata.parse_session_end_info_plugin_data(end).status,
    }


def charts(accumulator, tag):
    [event] = accumulator.Tensors(tag)
    layout = layout_pb2.Layout.FromString(tensor_util.make_ndarray(event.tensor_proto).item())
    return {chart.title: list(chart.multiline.tag) for category in layout.category for chart in category.chart}


def run(folder):
    everything = {plugin_event_accumulator.TENSORS: 0}
    accumulator = plugin_event_accumulator.EventAccumulator(folder, size_guidance=everything).Reload()
    found = {"scalars": {}, "histograms": {}, "text": {}, "charts": {}, "hyperparameters": None}
    for plugin in accumulator.ActivePlugins():
        contents = accumulator.PluginTagToContent(plugin)
        if plugin == "hparams":
            found["hyperparameters"] = hyperparameters(contents)
            continue
        for tag in contents:
            points = [(event.step, tensor_util.make_ndarray(event.tensor_proto)) for event in accumulator.Tensors(tag)]
            if plugin == "scalars":
                found["scalars"][tag] = [[step, number(value)] for step, value in points]
            elif plugin == "histograms":
                found["histograms"][tag] = [[step, value.tolist()] for step, value in points]
            elif plugin == "text":
                found["text"][tag] = [[step, value.item().decode()] for step, value in points]
            elif plugin == "custom_scalars":
                found["charts"] = charts(accumulator, tag)
    return found


print(json.dumps([run(folder) for folder in sys.argv[1:]]))
