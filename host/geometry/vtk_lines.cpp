// The only file of the network readers that sees VTK; built as a refusal where there is none.
#include "host/geometry/network_vtp.hpp"
#include "kernels/core/error.hpp"

#ifdef METASTASIM_VTK
#include <vtkCellArray.h>
#include <vtkCellArrayIterator.h>
#include <vtkCellData.h>
#include <vtkDataArray.h>
#include <vtkNew.h>
#include <vtkObject.h>
#include <vtkPointData.h>
#include <vtkPolyData.h>
#include <vtkXMLPolyDataReader.h>
#endif

namespace metastasim::geometry {

#ifdef METASTASIM_VTK

namespace {

/// Arrays of one component; `first` and `count` choose the cells that are lines.
std::map<std::string, std::vector<double>> scalars(vtkFieldData& from, vtkIdType first,
                                                   vtkIdType count) {
  std::map<std::string, std::vector<double>> out;
  for (int a = 0; a < from.GetNumberOfArrays(); ++a) {
    vtkDataArray* array = from.GetArray(a);
    if (array == nullptr || array->GetName() == nullptr || array->GetNumberOfComponents() != 1 ||
        array->GetNumberOfTuples() < first + count)
      continue;
    for (vtkIdType i = 0; i < count; ++i)
      out[array->GetName()].push_back(array->GetTuple1(first + i));
  }
  return out;
}

void read_lines(vtkPolyData& data, const std::string& who, LineData& out) {
  vtkSmartPointer<vtkCellArrayIterator> at;
  at.TakeReference(data.GetLines()->NewIterator());
  for (at->GoToFirstCell(); !at->IsDoneWithTraversal(); at->GoToNextCell()) {
    vtkIdType count;
    const vtkIdType* points;
    at->GetCurrentCell(count, points);
    for (vtkIdType i = 0; i < count; ++i)
      if (points[i] < 0 || points[i] >= data.GetNumberOfPoints())
        throw InputError(who + ": a line names point " + std::to_string(points[i]) + " of " +
                         std::to_string(data.GetNumberOfPoints()) + ": the file is damaged");
    out.lines.emplace_back(points, points + count);
  }
}

}  // namespace

bool can_read_vtp() { return true; }

LineData read_line_data(const std::filesystem::path& path) {
  const std::string who = path.string();
  vtkObject::GlobalWarningDisplayOff();  // the refusal below says it once, and what to do
  vtkNew<vtkXMLPolyDataReader> reader;
  if (!reader->CanReadFile(who.c_str()))
    throw InputError(who + ": this is no VTK PolyData file in XML; write one with ParaView (.vtp)");
  reader->SetFileName(who.c_str());
  reader->Update();
  vtkPolyData* data = reader->GetOutput();
  if (reader->GetErrorCode() != 0 || data == nullptr || data->GetNumberOfLines() == 0)
    throw InputError(who + ": no lines can be read from it: the file is damaged or holds surfaces");
  LineData out;
  for (vtkIdType p = 0; p < data->GetNumberOfPoints(); ++p) {
    out.points.emplace_back();
    data->GetPoint(p, out.points.back().data());
  }
  read_lines(*data, who, out);
  out.at_points = scalars(*data->GetPointData(), 0, data->GetNumberOfPoints());
  out.at_lines = scalars(*data->GetCellData(), data->GetNumberOfVerts(), data->GetNumberOfLines());
  return out;
}

#else

bool can_read_vtp() { return false; }

LineData read_line_data(const std::filesystem::path& path) {
  throw InputError(
      path.string() +
      ": this program was built without VTK, which reads .vtp files. Install libvtk9-dev "
      "and build again, or save the network as .csv");
}

#endif

}  // namespace metastasim::geometry
