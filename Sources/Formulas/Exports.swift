// What those who check formulas also need of the targets below. The rest of these targets stays behind the wall.
@_exported import struct FormulaExpressions.ArrayValue
@_exported import struct FormulaExpressions.ForeignFunction
@_exported import enum FormulaExpressions.Precision
@_exported import func FormulaExpressions.describe
@_exported import struct FormulaParser.Bindings
@_exported import struct FormulaParser.NameUse
@_exported import struct FormulaParser.ReadingRemark
@_exported import struct FormulaStatements.Function
@_exported import struct FormulaStatements.GivenDefinition
@_exported import struct FormulaStatements.Name
