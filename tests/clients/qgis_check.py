"""What PyQGIS sees of a collection, as JSON; run by the Python that QGIS belongs to."""

import json
import sys

from qgis.core import QgsApplication, QgsVectorLayer, QgsVectorTileLayer

base, collection, page_size, tilejson_template = sys.argv[1:5]
app = QgsApplication([], False)
app.initQgis()
uri = f"pageSize='{page_size}' pagingEnabled='true' typename='{collection}' url='{base}' version='OGC_API_FEATURES'"
layer = QgsVectorLayer(uri, collection, "OAPIF")
seen = {"valid": layer.isValid(), "ids": [], "types": {}}
if layer.isValid():
    seen["types"] = {field.name(): field.typeName() for field in layer.fields()}
    column = "code" if "code" in seen["types"] else "id"
    extent = None
    for feature in layer.getFeatures():
        seen["ids"].append(feature[column])
        if not feature.hasGeometry():
            continue
        box = feature.geometry().boundingBox()
        if extent is None:
            extent = box
        else:
            extent.combineExtentWith(box)
    if extent is not None:
        seen["extent"] = [extent.xMinimum(), extent.yMinimum(), extent.xMaximum(), extent.yMaximum()]
tiles = QgsVectorTileLayer(f"type=xyz&url={tilejson_template}&zmin=0&zmax=14", "tiles")
seen["tiles_valid"] = tiles.isValid()
print("SEEN " + json.dumps(seen))
sys.stdout.flush()
app.exitQgis()
