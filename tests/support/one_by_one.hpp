#pragma once
#include <random>
#include <vector>

#include "kernels/state/state.hpp"

namespace metastasim::testing::metaspread {

/// MetaSpread's rules for the primary written down once more, as published: in double, the cells of a
/// step one after another in random order. Begins with the cells and the vessels of a state of ours, so
/// that what differs is not their layout.
class OneByOne {
 public:
  OneByOne(const State& start, std::uint64_t seed);
  void advance(int steps);

  int entries() const { return entries_; }
  int entered() const { return entered_; }  ///< cells
  int mesenchymal() const { return count(true); }
  int epithelial() const { return count(false); }

 private:
  struct Cell {
    int at;
    bool mesenchymal, gone = false;
  };
  enum class Vessel { none, whole, ruptured };

  int count(bool mesenchymal) const;
  void fields();
  void double_all(bool mesenchymal);
  void move(Cell& cell);
  int target(const Cell& cell);
  double slope(int at, int place, int stride) const;
  void enter(int vessel);
  void put(Cell& cell, int at);

  int n_, step_ = 0, entries_ = 0, entered_ = 0;
  std::mt19937_64 random_;
  std::vector<Cell> cells_;
  std::vector<Vessel> vessel_;
  std::vector<int> here_, mesenchymal_here_;
  std::vector<double> mmp2_, ecm_;
};

}  // namespace metastasim::testing::metaspread
