#pragma once
#include "kernels/state/cell_columns.hpp"

/// How far a cell has gone from epithelial to mesenchymal; emt.cu states how it moves.
namespace metastasim::emt {

inline constexpr auto score = cell_column<float>(
    "EMT_score", "1", "from 0 epithelial to 1 mesenchymal; partial states in between");

/// The separatrices of the three states, and so the borders between their names.
constexpr float partial_from = 0.25f, mesenchymal_from = 0.75f;

HD inline Phenotype phenotype_of(float score) {
  if (score < partial_from) return Phenotype::epithelial;
  return score > mesenchymal_from ? Phenotype::mesenchymal : Phenotype::partial;
}

/// What lies between an epithelial and a mesenchymal cell's value; exact at both ends.
HD inline float blend(float score, float epithelial, float mesenchymal) {
  return (1 - score) * epithelial + score * mesenchymal;
}

/// The part of a fully mesenchymal cell's proteases that a cell has: its score, none in its sleep.
struct Proteolysis {
  const float* score;
  const std::uint8_t* dormant;
  HD float operator()(std::uint32_t row) const { return dormant[row] != 0 ? 0.0f : score[row]; }
};

}  // namespace metastasim::emt
