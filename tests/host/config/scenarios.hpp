#pragma once

/// Scenarios for the tests of host/config: one that uses every structural key, and the least one.
namespace metastasim::config {

inline constexpr const char* full_scenario = R"(format   = 1
title    = "First metastasis: mouse breast to lung"
species  = "mouse"
seed     = 7
duration = "2 d"
tick     = "6 s"
values   = "demo"

[cell.carcinoma]
hypoxia_half = { demo = "2 kPa", realistic = "13 mmHg" }

[site.breast]
role      = "primary"
size      = ["0.96 mm", "0.64 mm", "960 um"]
voxel     = "20 um"
collagen  = "2.5 mg/mL"
[site.breast.tumour]
cell   = "carcinoma"
shape  = { sphere = "440 um", centre = ["480 um", "320 um", "480 um"] }
basement_membrane = { around = "tumour" }
[site.breast.blood]
network            = { generate = "capillary bed", length_density = "150 mm/mm^3", keep_out = "tumour" }
capillary_diameter = "6 um"
pressure           = { arteriole = "45 mmHg", venule = "15 mmHg" }
haematocrit        = "42 %"
oxygen_at_inlet    = "60 mmHg"

[site.lung]
role       = "secondary"
size       = ["0.64 mm", "0.64 mm", "0.64 mm"]
represents = "whole organ"

[body]
cardiac_output = "14 mL/min"
blood_volume   = "1.8 mL"
route = [
  "breast        -> veins -> right heart -> lung -> left heart",
  "left heart    -> brain 3.3 %, breast 6.7 %, rest 90 %",
]

[output]
every            = "30 min"
fields           = ["oxygen"]
checkpoint_every = "1 min"

[intervention.marimastat]
kind     = "protease inhibitor"
at       = "1 d"
efficacy = 0.9

[injection.tail_vein]
cell  = "carcinoma"
cells = 10
into  = "veins"
)";

inline constexpr const char* least_scenario = R"(format = 1
species = "mouse"
duration = "1 h"
[site.breast]
role = "primary"
size = ["320 um", "320 um", "320 um"]
)";

}  // namespace metastasim::config
