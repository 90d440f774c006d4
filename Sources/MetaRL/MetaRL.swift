// What a cell imports: the whole library under one name.
@_exported import Agents
@_exported import Analysis
@_exported import Networks
@_exported import Notebook
@_exported import Numerics
@_exported import Plots
@_exported import Tasks
