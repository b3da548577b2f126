#pragma once
#include "kernels/state/column.hpp"

/// Voxel columns that several chapters read. A field that only one process knows stands in that
/// process's file.
namespace metastasim::field {

inline constexpr auto oxygen =
    voxel_column<float>("oxygen", "mmHg", "partial pressure of oxygen", {.initial = 38.0f});
inline constexpr auto vegf =
    voxel_column<float>("VEGF", "nM", "vascular endothelial growth factor");
inline constexpr auto mmp2 =
    voxel_column<float>("MMP2", "nM", "matrix metalloproteinase 2, the soluble protease");
inline constexpr auto ecm = voxel_column<float>(
    "ECM", "1", "extracellular matrix left, as a fraction of intact collagen", {.initial = 1.0f});
/// Integrity of the basement membrane on a voxel's low face along each axis, 1 intact, 0 none;
/// weight is true area.
inline constexpr auto membrane_x =
    voxel_column<float>("membrane_x", "1", "basement membrane left on the voxel's low x face");
inline constexpr auto membrane_y =
    voxel_column<float>("membrane_y", "1", "basement membrane left on the voxel's low y face");
inline constexpr auto membrane_z =
    voxel_column<float>("membrane_z", "1", "basement membrane left on the voxel's low z face");

inline constexpr ColumnSpec core[] = {oxygen, vegf, mmp2, ecm, membrane_x, membrane_y, membrane_z};

}  // namespace metastasim::field
